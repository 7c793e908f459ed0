// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A body that is being read. What is too long is read on for a while, so that its sender hears why. Thread: any. */
final class IncomingBody implements ReadListener {
    private static final int BAD_REQUEST = 400;
    private static final int TIMEOUT = 408;
    private static final int TOO_LONG = 413;
    private static final int UNAVAILABLE = 503;
    /** A client that still writes when its connection is closed loses the answer. */
    private static final long MOST_DRAINED = 4 << 20;

    private final ServletInputStream in;
    private final int limit;
    private final BodyBudget budget;
    private final long start;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long received;
    private boolean ended;

    IncomingBody(ServletInputStream in, int limit, BodyBudget budget, long start) {
        this.in = in;
        this.limit = limit;
        this.budget = budget;
        this.start = start;
    }

    CompletableFuture<byte[]> result() {
        return result;
    }

    /** Bytes kept in memory. */
    synchronized int kept() {
        return kept.size();
    }

    /** Ends it if it is behind {@code pace} at {@code now}; returns whether it is still being read. */
    boolean check(BodyPace pace, long now) {
        long bytes;
        synchronized (this) {
            bytes = received;
        }
        if (!result.isDone() && pace.isLate(now - start, bytes)) {
            fail(
                    TIMEOUT,
                    "the body comes too slowly: " + pace.patience().toSeconds() + " s and " + pace.leastRate()
                            + " bytes a second are allowed");
        }
        return !result.isDone();
    }

    /** Makes room for others. */
    void displace() {
        fail(UNAVAILABLE, "too many long bodies are being read: try again later");
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] piece = new byte[8 * 1024];
        while (in.isReady() && !in.isFinished()) {
            int count = in.read(piece);
            if (count < 0) {
                return;
            }
            if (take(piece, count)) {
                budget.onGrowth();
            }
            if (isHopeless()) {
                onAllDataRead();
                return;
            }
        }
    }

    /** Returns whether there is more in memory than before. */
    private synchronized boolean take(byte[] piece, int count) {
        received += count;
        if (ended || received > limit) {
            kept = new ByteArrayOutputStream();
            return false;
        }
        kept.write(piece, 0, count);
        return true;
    }

    private synchronized boolean isHopeless() {
        return received > limit + MOST_DRAINED;
    }

    @Override
    public void onAllDataRead() {
        byte[] whole;
        boolean tooLong;
        synchronized (this) {
            tooLong = received > limit;
            whole = kept.toByteArray();
        }
        if (tooLong) {
            fail(tooLong(limit));
        } else {
            end();
            result.complete(whole);
        }
    }

    @Override
    public void onError(Throwable failure) {
        fail(BAD_REQUEST, "the body breaks off");
    }

    static BodyException tooLong(int limit) {
        return new BodyException(TOO_LONG, "the body is longer than " + limit + " bytes");
    }

    private void fail(int status, String sentence) {
        fail(new BodyException(status, sentence));
    }

    private void fail(BodyException why) {
        end();
        result.completeExceptionally(why);
    }

    private void end() {
        synchronized (this) {
            ended = true;
            kept = new ByteArrayOutputStream();
        }
        budget.remove(this);
    }
}
