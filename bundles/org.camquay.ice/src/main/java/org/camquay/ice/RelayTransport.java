// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.ice.turn.TurnAllocation;
import org.camquay.net.Addresses;
import org.camquay.stun.PacketKind;
import org.camquay.stun.TransactionId;

/** An address on a TURN server, for one agent alone. Only on the agent's loop. */
final class RelayTransport implements Transport {
    private final TurnAllocation allocation;
    private final InetSocketAddress relayed;
    private final IceServerUrl.Transport toServer;
    private final int localPreference;
    private final Inbox.Reader reader;
    private final Set<InetSocketAddress> admitted = new HashSet<>();

    RelayTransport(
            TurnAllocation allocation,
            InetSocketAddress relayed,
            IceServerUrl.Transport toServer,
            int localPreference,
            Inbox.Reader reader) {
        this.allocation = allocation;
        this.relayed = relayed;
        this.toServer = toServer;
        this.localPreference = localPreference;
        this.reader = reader;
    }

    /** A packet came over the relay. */
    void onPacket(InetSocketAddress remote, ByteBuffer packet) {
        switch (PacketKind.of(packet)) {
            case STUN -> reader.onPacket(this, remote, packet);
            case DTLS, RTP_RTCP -> {
                if (admitted.contains(remote)) {
                    reader.onPacket(this, remote, packet);
                }
            }
            default -> {}
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return relayed;
    }

    @Override
    public int localPreference() {
        return localPreference;
    }

    /** The least of all, and less where the server is reached over TCP; whatever kind, since all of it is relayed. */
    @Override
    public long priority(CandidateType type) {
        int handicap = toServer == IceServerUrl.Transport.UDP ? 0 : toServer == IceServerUrl.Transport.TCP ? 1 : 2;
        return CandidateType.RELAY.priority(handicap, localPreference);
    }

    @Override
    public boolean send(ByteBuffer packet, InetSocketAddress remote) {
        return allocation.send(packet, remote);
    }

    @Override
    public void prepare(InetSocketAddress remote) {
        allocation.prepare(remote);
    }

    @Override
    public void prefer(InetSocketAddress remote) {
        allocation.prefer(remote);
    }

    @Override
    public void expect(TransactionId id, Inbox inbox) {
        // All that comes is its one agent's.
    }

    @Override
    public void forget(TransactionId id) {
        // As above.
    }

    @Override
    public void admit(InetSocketAddress remote, Inbox inbox) {
        admitted.add(remote);
    }

    @Override
    public void dismiss(InetSocketAddress remote, Inbox inbox) {
        admitted.remove(remote);
    }

    @Override
    public String toString() {
        return "relay " + Addresses.text(relayed);
    }
}
