// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * One WebSocket of Jetty's. Takes the next message only when the server has dealt with the last one, so that a busy
 * participant fills its own TCP window and nothing else. Thread: any.
 */
public final class WebSocketLink implements Session.Listener, Link {
    /** What may wait to be sent to one participant, in characters. */
    private static final long MAX_UNSENT = 2L * 1024 * 1024;

    /** A burst of so many seconds' messages is allowed. */
    private static final int BURST_SECONDS = 4;

    private static final int DEVICE_FACTOR = 10;

    private final SignalingServer server;
    private final Executor loop;
    private final Credentials credentials;
    private final LongSupplier nanoTime;
    private final int messagesPerSecond;
    private final AtomicLong unsent = new AtomicLong();
    private volatile Session session;
    private volatile boolean open;
    private volatile long heardNanos;

    // loop only
    private Participant participant;
    private double allowance;
    private long refilledNanos;

    WebSocketLink(
            SignalingServer server, Executor loop, Credentials credentials, LongSupplier nanoTime, Settings settings) {
        this.server = server;
        this.loop = loop;
        this.credentials = credentials;
        this.nanoTime = nanoTime;
        this.messagesPerSecond = settings.messagesPerSecond();
        this.heardNanos = nanoTime.getAsLong();
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        open = true;
        onLoop(() -> {
            participant = server.open(this, credentials);
            allowance = (double) messagesPerSecond * BURST_SECONDS;
            refilledNanos = nanoTime.getAsLong();
            opened.demand();
        });
    }

    @Override
    public void onWebSocketText(String text) {
        heardNanos = nanoTime.getAsLong();
        onLoop(() -> {
            if (!isOpen()) {
                return;
            }
            if (spend()) {
                server.received(participant, text);
            } else {
                close(StatusCode.POLICY_VIOLATION, "Too many messages: at most " + messagesPerSecond + " a second");
            }
            demand();
        });
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        close(StatusCode.BAD_DATA, "Send JSON as text, not binary");
        demand();
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        heardNanos = nanoTime.getAsLong();
        demand();
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        heardNanos = nanoTime.getAsLong();
        session.sendPong(payload, Callback.NOOP);
        demand();
    }

    @Override
    public void onWebSocketClose(int status, String reason) {
        open = false;
        onLoop(this::gone);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        open = false; // Jetty closes the socket with the status that fits, 1009 for one
        onLoop(this::gone);
    }

    @Override
    public void send(String text) {
        if (!isOpen()) {
            return;
        }
        if (unsent.addAndGet(text.length()) > MAX_UNSENT) {
            abort(); // it does not read: a farewell would only wait behind the rest
            return;
        }
        session.sendText(text, Callback.from(() -> unsent.addAndGet(-text.length()), failed -> open = false));
    }

    @Override
    public void ping() {
        if (isOpen()) {
            session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }
    }

    @Override
    public long heardNanos() {
        return heardNanos;
    }

    @Override
    public void close(int status, String reason) {
        open = false;
        if (session != null) {
            session.close(status, reason, Callback.NOOP);
        }
    }

    @Override
    public void abort() {
        open = false;
        if (session != null) {
            session.disconnect();
        }
    }

    @Override
    public boolean isOpen() {
        return open && session.isOpen();
    }

    private void gone() {
        if (participant != null) {
            server.closed(participant);
        }
    }

    private void demand() {
        if (session.isOpen()) {
            session.demand();
        }
    }

    /** A token bucket; malformed messages cost as much as good ones. */
    private boolean spend() {
        var now = nanoTime.getAsLong();
        var rate = (double) messagesPerSecond * (participant.isDevice() ? DEVICE_FACTOR : 1);
        allowance = Math.min(rate * BURST_SECONDS, allowance + (now - refilledNanos) / 1e9 * rate);
        refilledNanos = now;
        allowance -= 1;
        return allowance >= 0;
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            abort(); // the server is going down
        }
    }
}
