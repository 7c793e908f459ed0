// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.camquay.net.ByteStream;
import org.camquay.net.NetLoop;
import org.camquay.stun.ChannelData;
import org.camquay.stun.StunStreamDecoder;

/** STUN messages and ChannelData on a byte stream (RFC 8656 §12.5). */
final class StreamLink implements ServerLink, ByteStream.Listener {
    /** Makes the stream, whose listener is this. */
    interface Opener {
        ByteStream open(ByteStream.Listener listener) throws IOException;
    }

    private final NetLoop loop;
    private final Listener listener;
    private final StunStreamDecoder decoder = new StunStreamDecoder();
    private final ByteStream stream;
    private boolean closed;

    StreamLink(NetLoop loop, Opener opener, Listener listener) throws IOException {
        this.loop = loop;
        this.listener = listener;
        this.stream = opener.open(this);
    }

    @Override
    public boolean isReliable() {
        return true;
    }

    @Override
    public boolean send(ByteBuffer message) {
        return stream.write(message);
    }

    @Override
    public boolean sendChannelData(int channel, ByteBuffer payload) {
        var out = loop.sendBuffer();
        if (payload.remaining() > out.remaining() - 2 * ChannelData.HEADER) {
            return false;
        }
        ChannelData.writePadded(out, channel, payload);
        return stream.write(out.flip());
    }

    @Override
    public void onOpen() {
        listener.onOpen();
    }

    @Override
    public boolean onBytes(ByteBuffer bytes) {
        return decoder.accept(bytes, message -> {
            if (!closed) {
                listener.onMessage(message);
            }
        });
    }

    @Override
    public void onClosed(String reason) {
        closed = true;
        listener.onClosed(reason);
    }

    @Override
    public void close() {
        closed = true;
        stream.close();
    }
}
