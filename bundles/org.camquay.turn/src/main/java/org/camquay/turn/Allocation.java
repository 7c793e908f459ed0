// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.camquay.stun.AddressFamily;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ChannelData;
import org.camquay.stun.StunMessage;

/** What a client got: one relayed address, or one of each family (RFC 8656 §5). */
final class Allocation {
    private final Client client;
    private final User user;
    private final Resources resources;
    private final Lane loop;
    private final Peers peers = new Peers();
    private final Bandwidth bandwidth;
    private final List<RelaySocket> relays = new ArrayList<>(1);
    private StunMessage answer;
    private long expiresAt;

    Allocation(Client client, User user, Resources resources, Lane loop) {
        this.client = client;
        this.user = user;
        this.resources = resources;
        this.loop = loop;
        this.bandwidth = new Bandwidth(resources.limits().maxBitsPerSecond(), loop.now());
    }

    Client client() {
        return client;
    }

    User user() {
        return user;
    }

    Resources resources() {
        return resources;
    }

    Peers peers() {
        return peers;
    }

    Bandwidth bandwidth() {
        return bandwidth;
    }

    /** The response that made it, for a retransmitted request. */
    StunMessage answer() {
        return answer;
    }

    void answer(StunMessage message) {
        answer = message;
    }

    void expireAt(long time) {
        expiresAt = time;
    }

    boolean isLive(long now) {
        return expiresAt - now > 0;
    }

    void add(DatagramChannel socket, InetSocketAddress announced) throws IOException {
        relays.add(new RelaySocket(socket, announced, this, loop));
    }

    /** Gives up the relay of one family, and keeps the other. */
    void remove(AddressFamily family) {
        var relay = relay(family);
        relays.remove(relay);
        relay.close();
    }

    List<RelaySocket> relays() {
        return relays;
    }

    /** The relay of a family, or null. */
    RelaySocket relay(AddressFamily family) {
        for (var relay : relays) {
            if (relay.family() == family) {
                return relay;
            }
        }
        return null;
    }

    /** Takes ChannelData of the client to its peer, in place. */
    void channelData(ByteBuffer frame) {
        int start = frame.position() + ChannelData.HEADER;
        int length = frame.remaining() < ChannelData.HEADER ? -1 : frame.getShort(start - 2) & 0xFFFF;
        if (length < 0 || length > frame.limit() - start) {
            resources.counters().increment(Count.MALFORMED);
            return;
        }
        var channel = peers.channel(frame.getShort(start - 4) & 0xFFFF, loop.now());
        if (channel == null) {
            resources.counters().increment(Count.UNBOUND);
        } else {
            channel.relay().send(frame.limit(start + length).position(start), channel.peer());
        }
    }

    /** Takes a Send indication of the client to its peer (RFC 8656 §11.2). */
    void sendIndication(StunMessage indication) {
        var address = indication.attribute(AttributeType.XOR_PEER_ADDRESS);
        var data = indication.attribute(AttributeType.DATA);
        boolean unknown = !indication.unknownRequired().isEmpty() || indication.has(AttributeType.DONT_FRAGMENT);
        if (address.isEmpty() || data.isEmpty() || unknown) {
            resources.counters().increment(Count.MALFORMED);
            return;
        }
        var peer = resources.relays().wire(address.get());
        var relay = relay(AddressFamily.of(peer.getAddress()));
        if (relay == null || !permits(peer)) {
            resources.counters().increment(Count.UNBOUND);
            return;
        }
        relay.send(data.get().buffer(), peer);
    }

    /** Closes the relays and gives the quota back. */
    void close() {
        relays.forEach(RelaySocket::close);
        resources.quotas().release(user.account(), client.remote().getAddress());
        resources.counters().increment(Count.ALLOCATIONS_ENDED);
        client.allocation(null);
    }

    private boolean permits(InetSocketAddress peer) {
        var permission = peers.permission(peer.getAddress());
        return permission != null
                && permission.isLive(loop.now())
                && (!permission.relayed() || resources.ports().isLive(peer));
    }
}
