// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.rehearsal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceAgent;
import org.camquay.api.ice.IceAgentFactory;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceConfig;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceListener;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.net.EventLoop;

/** Two ICE agents of this process that find each other, on one address of this machine. Nothing is sent elsewhere. */
final class RehearsedPath {
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);
    private static final IceConfig CONFIG = new IceConfig("", List.of(), IceTransportPolicy.ALL);

    private final IceAgentFactory agents;
    private final EventLoop loop;
    private final Runnable onEnd;
    private IceAgent controlling;
    private IceAgent controlled;
    private boolean exchanged;
    private EventLoop.Timer timer;
    private boolean ended;

    RehearsedPath(IceAgentFactory agents, EventLoop loop, Runnable onEnd) {
        this.agents = agents;
        this.loop = loop;
        this.onEnd = onEnd;
    }

    /** Begins; {@code onEnd} runs in any case. */
    void begin() {
        timer = loop.schedule(this::end, LONGEST);
        controlling = agents.create(loop, CONFIG, new Listener());
        controlled = agents.create(loop, CONFIG, new Listener());
        controlling.setRemoteParameters(controlled.localParameters());
        controlled.setRemoteParameters(controlling.localParameters());
        controlled.start(IceRole.CONTROLLED);
        controlling.start(IceRole.CONTROLLING);
        controlled.gather();
    }

    private void end() {
        if (!ended) {
            ended = true;
            timer.cancel();
            controlling.close();
            controlled.close();
            onEnd.run();
        }
    }

    private final class Listener implements IceListener {
        @Override
        public void onCandidate(IceCandidate candidate) {
            if (!exchanged && !candidate.isEnd()) {
                exchanged = true; // the peer answers to where it is asked from
                loop.execute(() -> check(candidate));
            }
        }

        private void check(IceCandidate candidate) {
            try {
                controlling.gather();
                controlling.addRemoteCandidate(candidate);
            } catch (IceException e) {
                end();
            }
        }

        @Override
        public void onGatheringState(IceGatheringState state) {}

        @Override
        public void onState(IceTransportState state) {
            if (state == IceTransportState.CONNECTED || state == IceTransportState.FAILED) {
                loop.execute(RehearsedPath.this::end);
            }
        }

        @Override
        public void onPacket(ByteBuffer packet) {}
    }
}
