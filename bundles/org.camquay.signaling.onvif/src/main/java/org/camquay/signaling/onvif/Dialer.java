// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;

/** Dials servers: one TCP connection and one handshake a time. Thread: any. */
final class Dialer {
    /** What a name service that does not answer can hold up, beside other dials. */
    private static final int MOST_THREADS = 8;
    /** A device has a server or two. */
    private static final int MOST_PINS = 16;

    private final Duration connectTimeout;
    private final TrustSettings trust;
    private final ScheduledExecutorService timer;
    private final ThreadPoolExecutor threads;
    private final IoLoop loop = new IoLoop();
    private final Map<String, SSLContext> pinned = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SSLContext> eldest) {
            return size() > MOST_PINS;
        }
    };
    private SSLContext context;
    private Object trustedBy;

    /**
     * Makes one.
     *
     * @param connectTimeout for name service, TCP, TLS and handshake together
     * @param timer runs its tasks when that is over
     */
    Dialer(Duration connectTimeout, TrustSettings trust, ScheduledExecutorService timer) {
        this.connectTimeout = connectTimeout;
        this.trust = trust;
        this.timer = timer;
        var count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "signaling-dial-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Opens a WebSocket.
     *
     * @param url the target's, with all that is to stand in it
     * @throws IllegalArgumentException if there is no host in the URL
     */
    CompletableFuture<WebSocket> dial(SignalingTarget target, URI url, WebSocket.Listener listener) {
        if (url.getHost() == null || !List.of("ws", "wss").contains(url.getScheme())) {
            throw new IllegalArgumentException("no WebSocket URL");
        }
        var socket = new DialedSocket(loop, url, target.token(), listener);
        var limit = timer.schedule(socket::giveUp, connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
        socket.opened().whenComplete((opened, failure) -> limit.cancel(false));
        threads.execute(() -> {
            try {
                var addresses = List.of(InetAddress.getAllByName(url.getHost()));
                var tls = DialedSocket.isSecure(url) ? context(target.pin()) : null;
                loop.execute(() -> socket.connect(
                        addresses.iterator(),
                        () -> new Wire(loop, threads, tls == null ? null : engine(tls, url), socket)));
            } catch (Exception e) {
                loop.execute(() -> socket.fail(e));
            }
        });
        return socket.opened();
    }

    private SSLEngine engine(SSLContext tls, URI url) {
        var host = url.getHost().replaceAll("[\\[\\]]", "");
        var engine = tls.createSSLEngine(host, url.getPort() > 0 ? url.getPort() : 443);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // of no effect where any certificate is taken
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * The context of now: made anew when a file was renewed. Reads the files.
     *
     * @param pin of the server's key, with commas between several; empty to trust authorities
     */
    synchronized SSLContext context(String pin) throws SignalingException {
        if (!pin.isEmpty()) {
            var known = pinned.get(pin);
            if (known == null) {
                known = TrustSettings.pinned(pin);
                pinned.put(pin, known);
            }
            return known;
        }
        var version = trust.version();
        if (context == null || !version.equals(trustedBy)) {
            context = trust.sslContext();
            trustedBy = version;
        }
        return context;
    }

    /** Ends all sockets. Idempotent. */
    void close() {
        loop.close();
        threads.shutdown();
    }
}
