// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.lang.annotation.Annotation;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.camquay.api.net.DatagramPorts;
import org.camquay.dtls.DtlsCertificate;
import org.camquay.ice.FullIceAgentFactory;
import org.camquay.ice.MediaSockets;

/** What all viewers of this process share: two event loops, a certificate and threads for handshakes. Thread: any. */
final class Receivers implements AutoCloseable {
    private final ReceiverSockets sockets;
    private final DtlsCertificate certificate = DtlsCertificate.generate(Clock.systemUTC());
    private final ExecutorService handshakes = Executors.newFixedThreadPool(2, task -> {
        var thread = new Thread(task, "handshake");
        thread.setDaemon(true);
        return thread;
    });
    private final boolean decryptsAll;

    /**
     * @param sockets closed with this
     * @param decryptsAll whether every packet is authenticated and decrypted, or a sample
     */
    Receivers(ReceiverSockets sockets, boolean decryptsAll) {
        this.sockets = sockets;
        this.decryptsAll = decryptsAll;
    }

    ReceiverSockets sockets() {
        return sockets;
    }

    DtlsCertificate certificate() {
        return certificate;
    }

    ExecutorService handshakes() {
        return handshakes;
    }

    boolean decryptsAll() {
        return decryptsAll;
    }

    /** The product's own sockets and agents, with one port that is this viewer's alone. */
    static MediaSockets mediaSockets(DatagramPorts ports, String address) {
        return new MediaSockets(ports, null, new SocketsConfig(address));
    }

    static FullIceAgentFactory agents(MediaSockets sockets) {
        return new FullIceAgentFactory(sockets, new AgentsConfig());
    }

    @Override
    public void close() {
        handshakes.shutdownNow();
        sockets.close();
    }

    @SuppressWarnings("ClassExplicitlyAnnotation")
    private record SocketsConfig(String address) implements MediaSockets.Config {
        @Override
        public int port() {
            return 0;
        }

        @Override
        public int tcpPort() {
            return 0;
        }

        @Override
        public String interfaces() {
            return "";
        }

        @Override
        public String addresses() {
            return "";
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return MediaSockets.Config.class;
        }
    }

    @SuppressWarnings("ClassExplicitlyAnnotation")
    private record AgentsConfig() implements FullIceAgentFactory.Config {
        @Override
        public int paceMillis() {
            return 50;
        }

        @Override
        public int patienceMillis() {
            return 15_000;
        }

        @Override
        public int giveUpMillis() {
            return 30_000;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return FullIceAgentFactory.Config.class;
        }
    }
}
