// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingTarget;

/**
 * The JDK's HTTP clients: one for all dials without TLS, one for those with, and one for each pin. Each has a thread of its own until it is
 * collected, so that a client for each dial would leave many behind. Thread: any.
 */
final class Dialer {
    /** What a name service that does not answer can hold up, beside other dials. */
    private static final int MOST_THREADS = 8;
    /** A device has a server or two. */
    private static final int MOST_PINS = 16;

    private final Duration connectTimeout;
    private final TrustSettings trust;
    private final ThreadPoolExecutor threads;
    private final Map<String, HttpClient> pinned = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HttpClient> eldest) {
            return size() > MOST_PINS;
        }
    };
    private HttpClient plain;
    private HttpClient secure;
    private Object trustedBy;

    Dialer(Duration connectTimeout, TrustSettings trust) {
        this.connectTimeout = connectTimeout;
        this.trust = trust;
        var count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "signaling-dial-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** The client for a target. */
    synchronized HttpClient client(SignalingTarget target) throws SignalingException {
        if (!target.url().getScheme().equalsIgnoreCase("wss")) {
            if (plain == null) {
                plain = builder().build();
            }
            return plain;
        }
        if (!target.pin().isEmpty()) {
            var client = pinned.get(target.pin());
            if (client == null) {
                client =
                        builder().sslContext(TrustSettings.pinned(target.pin())).build();
                pinned.put(target.pin(), client);
            }
            return client;
        }
        var version = trust.version();
        if (secure == null || !version.equals(trustedBy)) {
            secure = builder().sslContext(trust.sslContext()).build();
            trustedBy = version;
        }
        return secure;
    }

    private HttpClient.Builder builder() {
        return HttpClient.newBuilder().connectTimeout(connectTimeout).executor(threads);
    }
}
