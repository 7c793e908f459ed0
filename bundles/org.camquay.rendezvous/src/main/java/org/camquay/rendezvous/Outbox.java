// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * What waits to be written to one connection, each message on the account of the connection that made it be sent. One
 * message is on its way at a time. To a device, the viewer goes first that has sent least lately, and all viewers
 * together get a part of a slow line only; to a viewer, all goes in the order of its coming. Thread: {@code rendezvous}.
 */
final class Outbox {
    /** What one connection may have waiting at another one, in characters: a description and its candidates. */
    private static final int PART = 128 * 1024;

    /** What the string and its place cost besides. */
    private static final int OVERHEAD = 100;

    private static final int VIEWERS_BYTES_PER_SECOND = 256 * 1024;
    private static final int VIEWERS_BURST = 512 * 1024;

    private record Message(String text, Account payer, boolean stops) {
        int size() {
            return text.length() + OVERHEAD;
        }
    }

    private final Account own;
    private final Socket socket;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final Map<Account, Queue<Message>> waiting = new LinkedHashMap<>();
    private final Map<Account, Integer> parts = new HashMap<>();
    private final Pace viewers;
    private Message writing;
    private long writingNanos;
    private boolean paused;
    private boolean closed;

    Outbox(Account own, Socket socket, Timer timer, LongSupplier nanoTime) {
        this.own = own;
        this.socket = socket;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.viewers = new Pace(VIEWERS_BYTES_PER_SECOND, VIEWERS_BURST, nanoTime.getAsLong());
    }

    /** Takes a message; false, and nothing is sent, if its payer has too much waiting already. */
    boolean send(String text, Account payer) {
        var message = new Message(text, payer, payer == own || !payer.isDevice());
        var part = parts.getOrDefault(payer, 0) + message.size();
        if (closed) {
            return true; // as good as lost on the way
        }
        if (part > PART || !payer.take(message.size())) {
            return false;
        }
        parts.put(payer, part);
        if (message.stops()) {
            payer.stop(message.size());
        }
        waiting.computeIfAbsent(own.isDevice() ? payer : own, missing -> new ArrayDeque<>())
                .add(message);
        next();
        return true;
    }

    private void next() {
        if (writing != null || paused || closed || waiting.isEmpty()) {
            return;
        }
        var now = nanoTime.getAsLong();
        var sender = first();
        var pause = sender == own ? 0 : viewers.nanosUntilFree(now);
        if (pause > 0) {
            paused = true;
            timer.after(pause, () -> {
                paused = false;
                next();
            });
            return;
        }
        var queue = waiting.get(sender);
        writing = queue.remove();
        if (queue.isEmpty()) {
            waiting.remove(sender);
        }
        if (sender != own) {
            viewers.spend(writing.size(), now);
        }
        writingNanos = now;
        socket.write(writing.text(), this::written);
    }

    /** The connection's own answers, then the viewer that has had least. */
    private Account first() {
        Account best = null;
        for (var sender : waiting.keySet()) {
            if (sender == own) {
                return own;
            }
            if (best == null || sender.goesBefore(best)) {
                best = sender;
            }
        }
        return best;
    }

    private void written() {
        if (writing != null) {
            var done = writing;
            writing = null;
            if (own.isDevice() && done.payer() != own) {
                done.payer().serve(done.size());
            }
            release(done);
            next();
        }
    }

    private void release(Message message) {
        var payer = message.payer();
        var left = parts.merge(payer, -message.size(), Integer::sum);
        if (left == 0) {
            parts.remove(payer);
        }
        payer.give(message.size());
        if (message.stops()) {
            payer.goOn(message.size());
        }
    }

    /** For how long the other end has not taken the message that is on its way; 0 if none is. */
    long stalledNanos(long nowNanos) {
        return writing == null ? 0 : nowNanos - writingNanos;
    }

    /** Forgets all that waits; what is on its way is the socket's. */
    void close() {
        closed = true;
        var lost = new ArrayDeque<Message>();
        waiting.values().forEach(lost::addAll);
        waiting.clear();
        if (writing != null) {
            lost.add(writing);
            writing = null;
        }
        lost.forEach(this::release);
    }
}
