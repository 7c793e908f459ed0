// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.net.InetAddress;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket for text messages: puts frames together, sends one message after the other, and notices when the
 * server is dead. The owner's loop owns it; the JDK's callbacks hand over to that loop, and the next message is asked
 * for only when the last one was dealt with.
 */
final class TextSocket implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(TextSocket.class);

    /** Longest message taken, in characters. */
    static final int MAX_MESSAGE = 128 * 1024;

    private static final long MAX_UNSENT = 2L * 1024 * 1024;
    private static final int SILENT_INTERVALS = 3;
    private static final long COMPLETE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long DOUBT_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int TOO_LARGE = 1009;
    /** How long the server may take to close, too. */
    static final int FAREWELL_SECONDS = 2;

    /** What the owner hears, on the loop. */
    interface Owner {
        void onText(String text);

        /** About once a second. */
        void onTick();

        /** Once, unless the owner closed it. */
        void onClosed(int status, String reason);
    }

    private final ScheduledExecutorService loop;
    private final long pingNanos;
    private final Supplier<Set<InetAddress>> addresses;
    private final Owner owner;
    private volatile long heardNanos;
    /** When the unfinished message began; 0 if there is none. */
    private volatile long begunNanos;

    // where the last frame was dealt with: one after the other, since the next one is asked for only then
    private final StringBuilder partial = new StringBuilder();
    private final Throttle throttle = new Throttle(System.nanoTime());

    // loop only
    private final Queue<String> unsent = new ArrayDeque<>();
    private WebSocket socket;
    private ScheduledFuture<?> timer;
    private long unsentLength;
    private boolean sending;
    private boolean closed;
    private long pingedNanos;
    private Set<InetAddress> known = Set.of();
    private boolean doubted;

    TextSocket(
            ScheduledExecutorService loop, Duration pingInterval, Supplier<Set<InetAddress>> addresses, Owner owner) {
        this.loop = loop;
        this.pingNanos = pingInterval.toNanos();
        this.addresses = addresses;
        this.owner = owner;
    }

    /** The handshake is done. */
    void opened(WebSocket opened) {
        socket = opened;
        heardNanos = System.nanoTime();
        pingedNanos = heardNanos;
        known = addresses.get();
        if (closed) {
            opened.abort();
            return;
        }
        var period = Math.min(pingNanos, TimeUnit.SECONDS.toNanos(1));
        timer = loop.scheduleWithFixedDelay(() -> guarded(this::tick), period, period, TimeUnit.NANOSECONDS);
        opened.request(1);
    }

    void send(String text) {
        if (closed) {
            return;
        }
        unsentLength += text.length();
        if (unsentLength > MAX_UNSENT) {
            lost(0, "the server does not read what it is sent");
            return;
        }
        unsent.add(text);
        sendNext();
    }

    /** The JDK allows one message under way. */
    private void sendNext() {
        var text = sending || closed ? null : unsent.poll();
        if (text == null) {
            return;
        }
        sending = true;
        socket.sendText(text, true)
                .whenComplete((done, failure) -> onLoop(() -> {
                    sending = false;
                    unsentLength -= text.length();
                    if (failure == null) {
                        sendNext();
                    } else {
                        lost(0, "sending failed: " + failure.getMessage());
                    }
                }));
    }

    private void tick() {
        var now = System.nanoTime();
        doubt(now);
        if (doubted && now - pingedNanos > DOUBT_NANOS) {
            lost(0, "the server is silent since this machine has lost an address");
        } else if (begunNanos != 0 && now - begunNanos > COMPLETE_NANOS) {
            lost(0, "the server began a message and did not end it within 5 s");
        } else if (now - heardNanos > SILENT_INTERVALS * pingNanos) {
            lost(0, "the server was silent for " + TimeUnit.NANOSECONDS.toSeconds(SILENT_INTERVALS * pingNanos) + " s");
        } else if (now - pingedNanos >= pingNanos) {
            ping(now);
        }
        if (!closed) {
            owner.onTick();
        }
    }

    private void ping(long now) {
        pingedNanos = now;
        socket.sendPing(ByteBuffer.allocate(0)); // its failure shows as silence
    }

    /** The address that the connection leaves from may be gone: then the server is asked, and has little time. */
    private void doubt(long now) {
        var present = addresses.get();
        if (!present.containsAll(known)) {
            doubted = true;
            ping(now);
        } else if (heardNanos - pingedNanos > 0) {
            doubted = false;
        }
        known = present;
    }

    /** Closes it with a farewell; idempotent. */
    void close() {
        if (!end() || socket == null) {
            return;
        }
        var farewell = socket;
        farewell.sendClose(WebSocket.NORMAL_CLOSURE, "");
        loop.schedule(farewell::abort, FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    private void lost(int status, String reason) {
        if (end()) {
            if (socket != null) {
                socket.abort();
            }
            owner.onClosed(status, reason);
        }
    }

    private boolean end() {
        var first = !closed;
        closed = true;
        unsent.clear();
        if (timer != null) {
            timer.cancel(false);
        }
        return first;
    }

    @Override
    public void onOpen(WebSocket opened) {
        // nothing is asked for until the loop knows the socket
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heardNanos = System.nanoTime();
        if (partial.length() + data.length() > MAX_MESSAGE) {
            from.sendClose(TOO_LARGE, "Message too large");
            onLoop(() -> lost(TOO_LARGE, "the server sent a message of more than " + MAX_MESSAGE + " characters"));
            return null;
        }
        partial.append(data);
        if (!last) {
            begunNanos = begunNanos == 0 ? heardNanos : begunNanos;
            more(from, data.length());
            return null;
        }
        begunNanos = 0;
        var text = partial.toString();
        partial.setLength(0);
        onLoop(() -> {
            if (!closed) {
                guarded(() -> owner.onText(text));
            }
            more(from, text.length());
        });
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        return heard(from); // ONVIF has none
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        return heard(from); // the JDK sends the pong
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        return heard(from);
    }

    private CompletionStage<?> heard(WebSocket from) {
        heardNanos = System.nanoTime();
        more(from, 0);
        return null;
    }

    /** Asks for the next frame, or does so when the server has been quiet for long enough. One frame comes at a time. */
    private void more(WebSocket from, int length) {
        var pause = throttle.heard(length, System.nanoTime());
        if (pause == 0) {
            from.request(1);
            return;
        }
        try {
            loop.schedule(() -> from.request(1), pause, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            from.abort(); // the backend was taken away
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        onLoop(() -> lost(status, reason.isEmpty() ? "the server closed the connection" : reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        onLoop(() -> lost(0, "the connection broke: " + error.getMessage()));
    }

    /** One message that cannot be dealt with must end neither the reading nor the timer's repetition. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("handling a message or a timer failed: signaling", e);
        }
    }

    private void onLoop(Runnable task) {
        try {
            ((Executor) loop).execute(task);
        } catch (RejectedExecutionException e) {
            if (socket != null) {
                socket.abort(); // the backend was taken away
            }
        }
    }
}
