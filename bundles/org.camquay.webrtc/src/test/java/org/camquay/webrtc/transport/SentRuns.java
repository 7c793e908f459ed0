// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceAgent;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportState;

/** Notes the lengths of packets, call by call, as long as there is room; each byte of a packet is its length. */
final class SentRuns implements IceAgent {
    final List<List<Integer>> runs = new ArrayList<>();
    int room = Integer.MAX_VALUE;

    @Override
    public boolean send(ByteBuffer packet) {
        return sendSegments(packet, packet.remaining()) == 1;
    }

    @Override
    public int sendSegments(ByteBuffer packets, int size) {
        var run = new ArrayList<Integer>();
        while (packets.hasRemaining() && run.size() < room) {
            int length = Math.min(size, packets.remaining());
            for (int i = 0; i < length; i++) {
                if (packets.get() != (byte) length) {
                    throw new AssertionError("a byte of another packet");
                }
            }
            run.add(length);
        }
        runs.add(run);
        return run.size();
    }

    @Override
    public IceParameters localParameters() {
        return new IceParameters("user", "password");
    }

    @Override
    public void gather() {}

    @Override
    public void setRemoteParameters(IceParameters parameters) {}

    @Override
    public void addRemoteCandidate(IceCandidate candidate) {}

    @Override
    public void start(IceRole role) {}

    @Override
    public IceParameters restart() {
        return localParameters();
    }

    @Override
    public IceTransportState state() {
        return IceTransportState.CONNECTED;
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
    public void close() {}
}
