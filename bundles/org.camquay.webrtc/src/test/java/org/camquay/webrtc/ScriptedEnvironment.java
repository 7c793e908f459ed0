// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.camquay.api.ice.IceAgentFactory;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.webrtc.send.PlayoutDelay;
import org.camquay.webrtc.send.TrackRegistry;
import org.camquay.webrtc.transport.SegmentBatches;

/** What connections share, on a test's loop, with agents that do what the test says. */
public final class ScriptedEnvironment implements Environment, AutoCloseable {
    /** In the order in which they were made. */
    public final List<ScriptedAgent> agents = new ArrayList<>();

    private final FakeEventLoop loop;
    private final DtlsCertificate certificate = DtlsCertificate.generate(Clock.systemUTC());
    private final ExecutorService handshakes = Executors.newCachedThreadPool();
    private final TrackRegistry tracks;
    private final SegmentBatches batches = new SegmentBatches();

    public ScriptedEnvironment(FakeEventLoop loop) {
        this.loop = loop;
        tracks = new TrackRegistry(loop.clock(), loop::nanoTime);
    }

    @Override
    public void close() {
        handshakes.shutdownNow();
    }

    @Override
    public IceAgentFactory agents() {
        return (l, config, listener) -> {
            var agent = new ScriptedAgent(listener);
            agents.add(agent);
            return agent;
        };
    }

    @Override
    public DtlsCertificate certificate() {
        return certificate;
    }

    @Override
    public ExecutorService handshakes() {
        return handshakes;
    }

    @Override
    public TrackRegistry tracks() {
        return tracks;
    }

    @Override
    public SegmentBatches batches() {
        return batches;
    }

    @Override
    public InstantSource clock() {
        return loop.clock();
    }

    @Override
    public PlayoutDelay playoutDelay() {
        return PlayoutDelay.UNSPECIFIED;
    }

    @Override
    public SecureRandom random() {
        return new SecureRandom();
    }

    @Override
    public void closed(TransportPeerConnection closed) {}
}
