// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceAgent;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceListener;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportState;

/** An agent that does as the test says, and restarts as a real one does. */
public final class ScriptedAgent implements IceAgent {
    final IceListener listener;
    final List<IceRole> roles = new ArrayList<>();
    public final List<IceCandidate> remoteCandidates = new ArrayList<>();
    final List<byte[]> sent = new ArrayList<>();
    /** Nanoseconds that packets of the peer may still wait. */
    final List<Long> tolerated = new ArrayList<>();

    IceParameters remote;
    IceTransportState state = IceTransportState.NEW;
    private int generation;

    ScriptedAgent(IceListener listener) {
        this.listener = listener;
    }

    /** Finds a candidate of this name in the current generation. */
    public void find(String name) {
        listener.onCandidate(new IceCandidate(
                "candidate:" + name + " 1 udp 1 192.0.2.1 9 typ host",
                null,
                null,
                localParameters().usernameFragment()));
    }

    public void become(IceTransportState now) {
        state = now;
        listener.onState(now);
    }

    void gathered() {
        listener.onGatheringState(IceGatheringState.COMPLETE);
    }

    @Override
    public IceParameters localParameters() {
        return new IceParameters("ours" + generation, "0123456789012345678901");
    }

    @Override
    public void gather() {}

    @Override
    public void setRemoteParameters(IceParameters parameters) {
        if (remote != null && !remote.equals(parameters)) {
            restart();
        }
        remote = parameters;
    }

    @Override
    public void addRemoteCandidate(IceCandidate candidate) throws IceException {
        if (candidate.candidate().startsWith("candidate:odd")) {
            throw new IceException("the candidate cannot be read");
        }
        remoteCandidates.add(candidate);
    }

    @Override
    public void start(IceRole role) {
        roles.add(role);
    }

    @Override
    public IceParameters restart() {
        generation++;
        remote = null;
        return localParameters();
    }

    @Override
    public boolean send(ByteBuffer packet) {
        byte[] copy = new byte[packet.remaining()];
        packet.duplicate().get(copy);
        sent.add(copy);
        return true;
    }

    @Override
    public void attend(long nanos, long slackNanos) {
        tolerated.add(slackNanos);
    }

    @Override
    public IceTransportState state() {
        return state;
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
        state = IceTransportState.CLOSED;
    }
}
