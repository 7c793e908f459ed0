// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.camquay.api.health.Heartbeat;
import org.camquay.api.health.Pulse;
import org.camquay.api.signaling.SignalingChannel;
import org.camquay.api.signaling.SignalingClient;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingListener;
import org.camquay.api.signaling.SignalingTarget;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Dials ONVIF WebRTC signaling servers as a device. Thread: any; the listeners are called on thread {@code signaling}. */
@Component(
        service = {SignalingClient.class, Pulse.class},
        property = {SignalingClient.SCHEMES + "=ws", SignalingClient.SCHEMES + "=wss"})
@Designate(ocd = OnvifSignalingClient.Config.class)
public final class OnvifSignalingClient implements SignalingClient, Pulse {
    /** How it dials. */
    @ObjectClassDefinition(name = "ONVIF WebRTC signaling, device side")
    public @interface Config {
        /** For name service, TCP, TLS and WebSocket handshake together, and again for the answer to {@code register}. */
        int connectTimeoutSeconds() default 10;

        /** A server that was silent for three times as long counts as dead. */
        int pingIntervalSeconds() default 15;

        @AttributeDefinition(description = "PKCS #12 or PEM file with the certificates to trust; empty: the JDK's")
        String trustStore() default "";

        @AttributeDefinition(description = "File whose first line is the trust store's password; empty: none")
        String trustStorePasswordFile() default "";

        /** Takes any certificate of any host: for a laboratory, never for a camera in the field. */
        @AttributeDefinition(description = "Take any certificate of any host; for a laboratory only")
        boolean trustAll() default false;
    }

    private final Settings settings;
    private final Dialer dialer;
    private final Supplier<Set<InetAddress>> addresses;
    private final ScheduledThreadPoolExecutor loop;
    private final Heartbeat heartbeat;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<OnvifChannel> open = ConcurrentHashMap.newKeySet();

    /** How it dials, as values. */
    record Settings(Duration connectTimeout, Duration pingInterval, TrustSettings trust) {
        static Settings defaults() {
            return new Settings(Duration.ofSeconds(10), Duration.ofSeconds(15), new TrustSettings("", "", false));
        }
    }

    @Activate
    public OnvifSignalingClient(Config config) {
        this(new Settings(
                Duration.ofSeconds(config.connectTimeoutSeconds()),
                Duration.ofSeconds(config.pingIntervalSeconds()),
                new TrustSettings(config.trustStore(), config.trustStorePasswordFile(), config.trustAll())));
    }

    OnvifSignalingClient(Settings settings) {
        this(settings, LocalAddresses::current);
    }

    OnvifSignalingClient(Settings settings, Supplier<Set<InetAddress>> addresses) {
        this.settings = settings;
        this.addresses = addresses;
        this.loop = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "signaling");
            thread.setDaemon(true);
            return thread;
        });
        this.heartbeat = new Heartbeat("signaling", loop, System::nanoTime);
        this.dialer = new Dialer(settings.connectTimeout(), settings.trust(), loop);
        loop.setRemoveOnCancelPolicy(true);
        loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(true); // farewells still end their sockets
        loop.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /** Closes every channel still open, whose rooms are meant to be had again; idempotent. */
    @Deactivate
    void close() {
        if (closed.compareAndSet(false, true)) {
            open.forEach(OnvifChannel::hangUp);
            // After the farewells, and the time that they may take.
            loop.schedule(dialer::close, TextSocket.FAREWELL_SECONDS + 1, TimeUnit.SECONDS);
            loop.execute(loop::shutdown);
        }
    }

    @Override
    public List<String> stuck() {
        return heartbeat.beats() ? List.of() : List.of("thread signaling");
    }

    @Override
    public CompletionStage<SignalingChannel> connect(SignalingTarget target, SignalingListener listener) {
        var channel = new OnvifChannel(target, listener, loop, settings.connectTimeout(), open);
        var socket = new TextSocket(loop, settings.pingInterval(), addresses, channel);
        try {
            dialer.dial(target, address(target), socket)
                    .whenComplete((opened, failure) -> dialed(target, channel, socket, opened, failure));
        } catch (IllegalArgumentException e) {
            var message = target + ": not a usable WebSocket address; give ws://HOST:PORT/signaling";
            return CompletableFuture.failedFuture(new SignalingException(message, true));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(stopped(target));
        }
        return channel.registered();
    }

    private void dialed(
            SignalingTarget target, OnvifChannel channel, TextSocket socket, WebSocket opened, Throwable failure) {
        try {
            loop.execute(() -> {
                if (failure == null) {
                    socket.opened(opened);
                    channel.register(socket);
                } else {
                    channel.failed(Refusals.dialing(target, failure));
                }
            });
        } catch (RejectedExecutionException e) {
            if (opened != null) {
                opened.abort();
            }
            channel.failed(stopped(target));
        }
    }

    private static SignalingException stopped(SignalingTarget target) {
        return new SignalingException(target + ": the signaling backend is stopped; start it", false);
    }

    /** The target's URL with the device's UUID, by which an open server knows it again. */
    static URI address(SignalingTarget target) {
        var url = target.url();
        var path = url.getRawPath() == null || url.getRawPath().length() < 2 ? "/signaling" : url.getRawPath();
        var query = url.getRawQuery() == null ? "?" : "?" + url.getRawQuery() + "&";
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + path + query + "device=" + target.device());
    }
}
