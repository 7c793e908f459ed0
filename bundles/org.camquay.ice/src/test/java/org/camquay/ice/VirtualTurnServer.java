// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camquay.stun.AddressFamily;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ChannelData;
import org.camquay.stun.NonceCookie;
import org.camquay.stun.Octets;
import org.camquay.stun.PacketKind;
import org.camquay.stun.PasswordAlgorithm;
import org.camquay.stun.StunCheck;
import org.camquay.stun.StunClass;
import org.camquay.stun.StunError;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;
import org.camquay.stun.StunMethod;
import org.camquay.testkit.net.VirtualNetwork;
import org.camquay.testkit.net.VirtualSocket;

/** A STUN and TURN server of the virtual network that can be told to misbehave. */
final class VirtualTurnServer {
    static final String USER = "camera";
    static final String PASSWORD = "secret";
    private static final String REALM = "test";

    /** Back to a client. */
    interface Reply {
        void reply(ByteBuffer message);
    }

    private final VirtualNetwork network;
    private final InetSocketAddress address;
    private final VirtualSocket socket;
    private final Map<Object, Relayed> allocations = new HashMap<>();
    final List<Integer> methods = new ArrayList<>();
    boolean silent;
    boolean garbage;
    boolean sha256;
    boolean forges;
    boolean forbids;
    int quota = Integer.MAX_VALUE;
    int indications;
    int channelData;
    InetSocketAddress alternate;
    InetAddress ipv6;
    private String nonce = "nonce-1";
    private int nonces = 1;

    VirtualTurnServer(VirtualNetwork network, String ip) {
        this.network = network;
        address = new InetSocketAddress(VirtualPeer.ip(ip), 3478);
        try {
            socket = network.open(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        socket.receive((from, packet) -> onMessage(from, from, packet, message -> socket.send(message, from)));
    }

    InetSocketAddress address() {
        return address;
    }

    int allocations() {
        return allocations.size();
    }

    /** What clients know is not taken any longer. */
    void renewNonce() {
        nonce = "nonce-" + ++nonces;
    }

    /** Forgets everything, as after a restart. */
    void forget() {
        allocations.values().forEach(relayed -> relayed.socket.close());
        allocations.clear();
    }

    void onMessage(Object client, InetSocketAddress from, ByteBuffer packet, Reply reply) {
        if (silent) {
            return;
        }
        if (garbage) {
            reply.reply(ByteBuffer.wrap(
                    new byte[] {0x01, 0x13, 0, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}));
            return;
        }
        if (PacketKind.of(packet) == PacketKind.TURN_CHANNEL) {
            onChannelData(client, packet);
        } else {
            StunMessage.decode(packet).ifPresent(message -> onStun(client, from, message, reply));
        }
    }

    private void onChannelData(Object client, ByteBuffer packet) {
        channelData++;
        var relayed = allocations.get(client);
        var peer = relayed == null ? null : relayed.channels.get(ChannelData.channel(packet));
        if (peer != null) {
            relayed.socket.send(ChannelData.payload(packet), peer);
        }
    }

    private void onStun(Object client, InetSocketAddress from, StunMessage message, Reply reply) {
        if (message.messageClass() == StunClass.INDICATION) {
            indications++;
            var relayed = allocations.get(client);
            var peer = message.attribute(AttributeType.XOR_PEER_ADDRESS).orElseThrow();
            if (relayed != null && relayed.permissions.contains(peer.getAddress())) {
                var data = message.attribute(AttributeType.DATA).orElseThrow();
                relayed.socket.send(data.buffer(), peer);
            }
            return;
        }
        methods.add(message.method());
        if (message.method() == StunMethod.BINDING) {
            reply.reply(StunMessage.success(message)
                    .add(AttributeType.XOR_MAPPED_ADDRESS, from)
                    .fingerprint()
                    .build()
                    .buffer());
            return;
        }
        answer(client, from, message, reply);
    }

    private void answer(Object client, InetSocketAddress from, StunMessage request, Reply reply) {
        var known = request.attribute(AttributeType.NONCE).orElse("");
        if (!request.has(AttributeType.USERNAME)) {
            challenge(request, StunError.UNAUTHENTICATED, reply);
        } else if (!known.equals(nonce())) {
            challenge(request, StunError.STALE_NONCE, reply);
        } else if (request.verify(key()) != StunCheck.VALID) {
            challenge(request, StunError.UNAUTHENTICATED, reply);
        } else {
            var response = respond(client, from, request, reply);
            var key = forges ? StunKey.shortTerm("forged") : key();
            var sealed = sha256 ? response.integritySha256(key) : response.integrity(key);
            reply.reply(sealed.fingerprint().build().buffer());
        }
    }

    private String nonce() {
        return sha256 ? new NonceCookie(true, false).prefix() + nonce : nonce;
    }

    private StunKey key() {
        return sha256 ? StunKey.longTermSha256(USER, REALM, PASSWORD) : StunKey.longTerm(USER, REALM, PASSWORD);
    }

    private void challenge(StunMessage request, int code, Reply reply) {
        var error = StunMessage.error(request, StunError.of(code))
                .add(AttributeType.REALM, REALM)
                .add(AttributeType.NONCE, nonce());
        if (sha256) {
            error.add(AttributeType.PASSWORD_ALGORITHMS, List.of(PasswordAlgorithm.SHA256, PasswordAlgorithm.MD5));
        }
        reply.reply(error.fingerprint().build().buffer());
    }

    private StunMessageBuilder respond(Object client, InetSocketAddress from, StunMessage request, Reply reply) {
        var relayed = allocations.get(client);
        return switch (request.method()) {
            case StunMethod.ALLOCATE -> allocate(client, from, request, reply);
            case StunMethod.REFRESH -> refresh(client, request, relayed);
            case StunMethod.CREATE_PERMISSION -> permit(request, relayed);
            case StunMethod.CHANNEL_BIND -> bind(request, relayed);
            default -> StunMessage.error(request, StunError.of(StunError.BAD_REQUEST));
        };
    }

    private StunMessageBuilder allocate(Object client, InetSocketAddress from, StunMessage request, Reply reply) {
        if (alternate != null) {
            return StunMessage.error(request, StunError.of(StunError.TRY_ALTERNATE))
                    .add(AttributeType.ALTERNATE_SERVER, alternate);
        } else if (allocations.size() >= quota) {
            return StunMessage.error(request, StunError.of(StunError.ALLOCATION_QUOTA_REACHED));
        }
        var family = request.attribute(AttributeType.REQUESTED_ADDRESS_FAMILY).orElse(AddressFamily.IPV4);
        if (family == AddressFamily.IPV6 && ipv6 == null) {
            return StunMessage.error(request, StunError.of(StunError.ADDRESS_FAMILY_NOT_SUPPORTED));
        }
        var ip = family == AddressFamily.IPV6 ? ipv6 : address.getAddress();
        var relayed = allocations.computeIfAbsent(client, key -> new Relayed(ip, reply));
        return StunMessage.success(request)
                .add(AttributeType.XOR_RELAYED_ADDRESS, relayed.socket.localAddress())
                .add(AttributeType.LIFETIME, 600)
                .add(AttributeType.XOR_MAPPED_ADDRESS, from);
    }

    private StunMessageBuilder refresh(Object client, StunMessage request, Relayed relayed) {
        if (relayed == null) {
            return StunMessage.error(request, StunError.of(StunError.ALLOCATION_MISMATCH));
        }
        long lifetime = request.attribute(AttributeType.LIFETIME).orElse(600L);
        if (lifetime == 0) {
            allocations.remove(client).socket.close();
        }
        return StunMessage.success(request).add(AttributeType.LIFETIME, lifetime);
    }

    private StunMessageBuilder permit(StunMessage request, Relayed relayed) {
        if (forbids || relayed == null) {
            int code = forbids ? StunError.FORBIDDEN : StunError.ALLOCATION_MISMATCH;
            return StunMessage.error(request, StunError.of(code));
        }
        request.attributes(AttributeType.XOR_PEER_ADDRESS).forEach(peer -> relayed.permissions.add(peer.getAddress()));
        return StunMessage.success(request);
    }

    private StunMessageBuilder bind(StunMessage request, Relayed relayed) {
        if (relayed == null) {
            return StunMessage.error(request, StunError.of(StunError.ALLOCATION_MISMATCH));
        }
        int channel = request.attribute(AttributeType.CHANNEL_NUMBER).orElseThrow();
        var peer = request.attribute(AttributeType.XOR_PEER_ADDRESS).orElseThrow();
        relayed.channels.put(channel, peer);
        relayed.permissions.add(peer.getAddress());
        return StunMessage.success(request);
    }

    private final class Relayed {
        private final Set<InetAddress> permissions = new HashSet<>();
        private final Map<Integer, InetSocketAddress> channels = new HashMap<>();
        private final VirtualSocket socket;

        Relayed(InetAddress ip, Reply reply) {
            try {
                socket = network.open(new InetSocketAddress(ip, 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            socket.receive((peer, packet) -> onPeer(peer, packet, reply));
        }

        private void onPeer(InetSocketAddress peer, ByteBuffer packet, Reply reply) {
            if (!permissions.contains(peer.getAddress())) {
                return;
            }
            for (var channel : channels.entrySet()) {
                if (channel.getValue().equals(peer)) {
                    var out = ByteBuffer.allocate(packet.remaining() + ChannelData.HEADER);
                    ChannelData.write(out, channel.getKey(), packet);
                    reply.reply(out.flip());
                    return;
                }
            }
            reply.reply(StunMessage.indication(StunMethod.DATA)
                    .add(AttributeType.XOR_PEER_ADDRESS, peer)
                    .add(AttributeType.DATA, Octets.copyOf(packet))
                    .build()
                    .buffer());
        }
    }
}
