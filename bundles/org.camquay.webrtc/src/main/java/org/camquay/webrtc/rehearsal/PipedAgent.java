// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.rehearsal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceAgent;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceListener;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.net.EventLoop;
import org.camquay.api.net.PacketSink;

/** Stands for a connected ICE agent whose peer is in the same process. */
final class PipedAgent implements IceAgent {
    private static final IceParameters PARAMETERS = new IceParameters("rehearsal", "rehearsal-in-this-process");

    private final EventLoop loop;
    private final IceListener owner;
    private final PacketSink peer;
    private boolean closed;

    /** @param peer gets what the owner sends, on the loop but not within the call that sends */
    PipedAgent(EventLoop loop, IceListener owner, PacketSink peer) {
        this.loop = loop;
        this.owner = owner;
        this.peer = peer;
    }

    /** What the peer sends. */
    void deliver(ByteBuffer packet) {
        if (!closed) {
            owner.onPacket(packet);
        }
    }

    @Override
    public boolean send(ByteBuffer packet) {
        var copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        loop.execute(() -> peer.onPacket(null, copy));
        return true;
    }

    @Override
    public IceParameters localParameters() {
        return PARAMETERS;
    }

    @Override
    public void gather() {
        owner.onGatheringState(IceGatheringState.COMPLETE);
    }

    @Override
    public void setRemoteParameters(IceParameters parameters) {}

    @Override
    public void addRemoteCandidate(IceCandidate candidate) {}

    @Override
    public void start(IceRole role) {}

    @Override
    public IceParameters restart() {
        return PARAMETERS;
    }

    @Override
    public IceTransportState state() {
        return closed ? IceTransportState.CLOSED : IceTransportState.CONNECTED;
    }

    @Override
    public Optional<IceCandidatePair> selectedPair() {
        return Optional.empty();
    }

    @Override
    public List<IceCandidatePair> pairs() {
        return List.of();
    }

    @Override
    public String diagnosis() {
        return "";
    }

    @Override
    public void close() {
        closed = true;
    }
}
