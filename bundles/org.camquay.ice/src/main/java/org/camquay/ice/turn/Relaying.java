// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.ServerLink;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ChannelData;
import org.camquay.stun.Octets;
import org.camquay.stun.StunClass;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;

/** Packets to and from peers over an allocation: by channel where one is bound, else by indication (RFC 8656 §11, §12). */
final class Relaying {
    /** Where peers' packets go. */
    interface Sink {
        /** The packet is valid only during the call, and may be changed. */
        void onPacket(InetSocketAddress peer, ByteBuffer packet);
    }

    private final Sink sink;
    private final RelayChannels channels;
    private final RelayPermissions permissions;
    private ServerLink link;

    Relaying(EventLoop loop, Requests requests, Sink sink) {
        this.sink = sink;
        channels = new RelayChannels(loop, requests);
        permissions = new RelayPermissions(loop, requests, this::indicate);
    }

    void use(ServerLink newLink) {
        link = newLink;
    }

    /** Packets to this peer will come: asks the server to let them pass. */
    void prepare(InetSocketAddress peer) {
        permissions.ask(peer.getAddress());
    }

    /** Many packets to this peer will come: takes the short form for them. */
    void prefer(InetSocketAddress peer) {
        channels.bind(peer);
    }

    /** Relays a packet, which is consumed; false when it was dropped. */
    boolean send(ByteBuffer packet, InetSocketAddress peer) {
        int channel = channels.channel(peer);
        return channel != 0 ? link.sendChannelData(channel, packet) : permissions.send(packet, peer);
    }

    private boolean indicate(ByteBuffer packet, InetSocketAddress peer) {
        var indication = StunMessage.indication(StunMethod.SEND)
                .add(AttributeType.XOR_PEER_ADDRESS, peer)
                .add(AttributeType.DATA, Octets.copyOf(packet))
                .build();
        return link.send(indication.buffer());
    }

    void onChannelData(ByteBuffer message) {
        int channel = ChannelData.channel(message);
        var peer = channel < 0 ? null : channels.peer(channel);
        if (peer != null) {
            sink.onPacket(peer, ChannelData.payload(message));
        }
    }

    void onIndication(StunMessage message) {
        if (message.messageClass() == StunClass.INDICATION && message.method() == StunMethod.DATA) {
            var peer = message.attribute(AttributeType.XOR_PEER_ADDRESS);
            var data = message.attribute(AttributeType.DATA);
            if (peer.isPresent() && data.isPresent()) {
                sink.onPacket(peer.get(), ByteBuffer.wrap(data.get().toArray()));
            }
        }
    }

    /** What the server refused to relay, if anything. */
    Optional<String> denial() {
        return Optional.of(permissions.denial()).filter(sentence -> !sentence.isEmpty());
    }

    void close() {
        permissions.close();
        channels.close();
    }
}
