// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.camquay.api.ice.IceAgentFactory;
import org.camquay.api.net.EventLoop;
import org.camquay.api.net.EventLoops;
import org.camquay.api.peer.PeerConnection;
import org.camquay.api.peer.PeerConnectionConfig;
import org.camquay.api.peer.PeerConnectionFactory;
import org.camquay.api.peer.PeerConnectionListener;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.dtls.DtlsCertificates;
import org.camquay.dtls.DtlsSelfTest;
import org.camquay.rtp.payload.PayloadFormat;
import org.camquay.webrtc.send.PlayoutDelay;
import org.camquay.webrtc.send.TrackRegistry;
import org.camquay.webrtc.transport.SegmentBatches;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes peer connections on our own transport. Thread: any. */
// Immediate: its connections live on when another factory of a higher ranking is asked from now on.
@Component(service = PeerConnectionFactory.class, immediate = true)
@Designate(ocd = TransportPeerConnectionFactory.Config.class)
public final class TransportPeerConnectionFactory implements PeerConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(TransportPeerConnectionFactory.class);
    /** A camera that nobody joins keeps no threads for it. */
    private static final long IDLE_SECONDS = 10;

    private static final long LONGEST_END_MILLIS = 2_000;

    /** How viewers are served; a change holds for those who come after it. */
    @ObjectClassDefinition(name = "WebRTC connections")
    public @interface Config {
        /** The least time in milliseconds that a receiver holds a picture back to make motion even. */
        int playoutDelayMinMillis() default 0;

        /**
         * The most. 0: each picture is shown as soon as it is there, for the least delay on a good network; up to 500
         * Chromium does so too. More: the receiver adapts to the network's jitter, up to this. -1: say nothing to it.
         */
        int playoutDelayMaxMillis() default 1000;
    }

    private final Shared shared;
    private final WarmUp warmUp;

    /** Made by the framework. */
    @Activate
    public TransportPeerConnectionFactory(
            @Reference(name = "agents") IceAgentFactory agents,
            @Reference(name = "loops") EventLoops loops,
            @Reference(name = "warmUps") WarmUp.Maker warmUps,
            Config config) {
        shared = new Shared(agents);
        warmUp = warmUps.of(shared, loops.first());
        modified(config);
        DtlsSelfTest.run(shared.certificate(), shared.handshakes).whenComplete((done, failure) -> {
            if (failure == null) {
                warmUp.start();
            } else if (!shared.handshakes.isShutdown()) {
                LOG.error("DTLS self-test failed: {} (no viewer can be served)", failure.getMessage());
            }
        });
    }

    @Override
    public Set<String> sendable() {
        return PayloadFormat.ALL.stream().map(PayloadFormat::mimeType).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public PeerConnection create(EventLoop loop, PeerConnectionConfig config, PeerConnectionListener listener) {
        warmUp.stop();
        var connection = new TransportPeerConnection(shared, loop, config, listener);
        shared.connections.add(connection);
        return connection;
    }

    @Modified
    void modified(Config config) {
        shared.playoutDelay = new PlayoutDelay(config.playoutDelayMinMillis(), config.playoutDelayMaxMillis());
    }

    @Deactivate
    void deactivate() {
        warmUp.close();
        for (var connection : shared.connections) {
            connection.loop().execute(connection::abandon);
        }
        shared.handshakes.shutdown();
        try {
            // A handshake under way would go on without the classes it needs, since their bundle may be gone as well.
            if (!shared.handshakes.awaitTermination(LONGEST_END_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("ending handshakes failed: one still runs after {} ms", LONGEST_END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Shared implements Environment {
        private final IceAgentFactory agents;
        private final DtlsCertificates certificates;
        private final InstantSource clock = Clock.systemUTC();
        private final TrackRegistry tracks = new TrackRegistry(clock, System::nanoTime);
        private final SegmentBatches batches = new SegmentBatches();
        private final SecureRandom random = new SecureRandom();
        private final ThreadPoolExecutor handshakes;
        private volatile PlayoutDelay playoutDelay = PlayoutDelay.UNSPECIFIED;
        private final Set<TransportPeerConnection> connections = ConcurrentHashMap.newKeySet();

        Shared(IceAgentFactory agents) {
            this.agents = agents;
            this.certificates = new DtlsCertificates(clock);
            this.handshakes = handshakeThreads();
        }

        /** No more than can compute at a time, since none waits for a peer; a connection queues one task at most. */
        private static ThreadPoolExecutor handshakeThreads() {
            var count = new AtomicInteger();
            int cores = Runtime.getRuntime().availableProcessors();
            var threads = new ThreadPoolExecutor(
                    cores, cores, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                        var thread = new Thread(task, "work-webrtc-" + count.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            threads.allowCoreThreadTimeOut(true);
            return threads;
        }

        @Override
        public IceAgentFactory agents() {
            return agents;
        }

        @Override
        public DtlsCertificate certificate() {
            return certificates.current();
        }

        @Override
        public Executor handshakes() {
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
            return clock;
        }

        @Override
        public PlayoutDelay playoutDelay() {
            return playoutDelay;
        }

        @Override
        public SecureRandom random() {
            return random;
        }

        @Override
        public void closed(TransportPeerConnection connection) {
            connections.remove(connection);
        }
    }
}
