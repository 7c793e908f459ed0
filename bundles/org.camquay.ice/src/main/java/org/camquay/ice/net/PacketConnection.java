// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.camquay.net.ByteStream;
import org.camquay.net.NetLoop;
import org.camquay.net.TcpStream;
import org.camquay.stun.PacketStreamDecoder;

/** Packets with one peer on a TCP connection (RFC 4571). Only on its loop. */
final class PacketConnection implements ByteStream.Listener {
    /** What comes of it. */
    interface Owner {
        void onPacket(PacketConnection connection, ByteBuffer packet);

        void onClosed(PacketConnection connection);
    }

    /** Makes the stream, whose listener is this. */
    interface Opener {
        TcpStream open(ByteStream.Listener listener) throws IOException;
    }

    private static final int LONGEST = 8192;

    private final NetLoop loop;
    private final InetSocketAddress remote;
    private final Owner owner;
    private final PacketStreamDecoder decoder = new PacketStreamDecoder(LONGEST);
    private final TcpStream stream;
    private long lastHeard;

    PacketConnection(NetLoop loop, InetSocketAddress remote, Opener opener, Owner owner) throws IOException {
        this.loop = loop;
        this.remote = remote;
        this.owner = owner;
        this.lastHeard = loop.nanoTime();
        this.stream = opener.open(this);
    }

    InetSocketAddress remote() {
        return remote;
    }

    /** When a packet last came, or else it was made. */
    long lastHeard() {
        return lastHeard;
    }

    boolean send(ByteBuffer packet) {
        var out = loop.sendBuffer();
        if (packet.remaining() > LONGEST) {
            return false;
        }
        PacketStreamDecoder.write(out, packet);
        return stream.write(out.flip());
    }

    @Override
    public void onOpen() {
        // What waits is sent by the stream.
    }

    @Override
    public boolean onBytes(ByteBuffer bytes) {
        return decoder.accept(bytes, packet -> {
            lastHeard = loop.nanoTime();
            owner.onPacket(this, packet);
        });
    }

    @Override
    public void onClosed(String reason) {
        owner.onClosed(this);
    }

    void close() {
        stream.close();
    }
}
