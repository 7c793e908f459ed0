// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetSocketAddress;
import java.util.List;
import org.camquay.stun.AddressFamily;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ChannelData;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;

/** Answers CreatePermission and ChannelBind requests (RFC 8656 §10.2, §12.2). */
final class PermissionRequests {
    private final Resources resources;
    private final Lane loop;

    PermissionRequests(Resources resources, Lane loop) {
        this.resources = resources;
        this.loop = loop;
    }

    StunMessageBuilder createPermission(Allocation allocation, StunMessage request) {
        var addresses = request.attributes(AttributeType.XOR_PEER_ADDRESS);
        int error = addresses.isEmpty() || !request.malformed().isEmpty()
                ? StunError.BAD_REQUEST
                : permit(allocation, addresses);
        return error == 0 ? StunMessage.success(request) : refuse(request, error);
    }

    StunMessageBuilder bindChannel(Allocation allocation, StunMessage request) {
        var channel = request.attribute(AttributeType.CHANNEL_NUMBER);
        var address = request.attribute(AttributeType.XOR_PEER_ADDRESS);
        if (channel.isEmpty() || address.isEmpty() || !request.malformed().isEmpty()) {
            return refuse(request, StunError.BAD_REQUEST);
        }
        int error = bind(allocation, channel.get(), address.get());
        return error == 0 ? StunMessage.success(request) : refuse(request, error);
    }

    private int bind(Allocation allocation, int number, InetSocketAddress peer) {
        // RFC 8656 ends at 0x4FFF for the sake of ports shared with DTLS and RTP; ours is not, and old clients go on.
        boolean valid = number >= ChannelData.MIN_CHANNEL && number <= ChannelData.MAX_LEGACY_CHANNEL;
        if (!valid || peer.getPort() == 0) {
            return StunError.BAD_REQUEST;
        }
        long now = loop.now();
        var wire = resources.relays().wire(peer);
        var ofNumber = allocation.peers().channel(number, now);
        var ofPeer = allocation.peers().channel(wire, now);
        boolean free = ofNumber == null && ofPeer == null;
        if (!free && ofNumber != ofPeer) {
            return StunError.BAD_REQUEST;
        }
        int error = permit(allocation, List.of(peer));
        if (error != 0) {
            return error;
        }
        boolean relayed = allocation.peers().permission(wire.getAddress()).relayed();
        if (relayed && !resources.ports().isLive(wire)) {
            resources.counters().increment(Count.DENIED_PEERS);
            return StunError.FORBIDDEN;
        }
        var relay = allocation.relay(AddressFamily.of(peer.getAddress()));
        if (!allocation.peers().bind(number, wire, relay, now)) {
            return StunError.INSUFFICIENT_CAPACITY;
        }
        resources.counters().increment(Count.CHANNELS);
        return 0;
    }

    /** Permits all or none; 0 or the error. */
    private int permit(Allocation allocation, List<InetSocketAddress> peers) {
        for (var peer : peers) {
            if (allocation.relay(AddressFamily.of(peer.getAddress())) == null) {
                return StunError.PEER_ADDRESS_FAMILY_MISMATCH;
            } else if (resources.filter().verdict(peer.getAddress()) == PeerFilter.Verdict.DENIED) {
                resources.counters().increment(Count.DENIED_PEERS);
                return StunError.FORBIDDEN;
            }
        }
        var table = allocation.peers();
        long fresh = peers.stream()
                .filter(peer -> table.permission(resources.relays().wire(peer).getAddress()) == null)
                .count();
        if (!table.hasRoomFor((int) fresh)) {
            return StunError.INSUFFICIENT_CAPACITY;
        }
        for (var peer : peers) {
            boolean relayed = resources.filter().verdict(peer.getAddress()) == PeerFilter.Verdict.RELAYED;
            table.permit(resources.relays().wire(peer).getAddress(), relayed, loop.now());
        }
        resources.counters().add(Count.PERMISSIONS, peers.size());
        return 0;
    }

    private StunMessageBuilder refuse(StunMessage request, int code) {
        resources.counters().increment(Count.OTHER_REFUSALS);
        return StunMessage.error(request, StunError.of(code));
    }
}
