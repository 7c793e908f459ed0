// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;
import org.camquay.api.net.EventLoop;
import org.camquay.stun.TransactionId;

/** Asks over the pair in use, again and again, whether the peer still wants our packets (RFC 7675). */
final class Consent {
    /** What becomes of it. */
    interface Listener {
        /** {@link #isFresh} changed. */
        void onConsentChange();

        /** Nothing may be sent over the pair anymore. */
        void onConsentExpired();
    }

    private static final int MISSED_LIMIT = 2;
    /** The same while the peer's own requests come: the way back is there, and some packets are lost on any. */
    private static final int MISSED_LIMIT_WHEN_HEARD = 3;

    private static final long HEARD_LATELY = Timing.CONSENT_INTERVAL.toNanos() * 3 / 2;

    private final Generation generation;
    private final CandidatePair pair;
    private final Listener listener;
    private final EventLoop loop;
    private final ArrayDeque<TransactionId> open = new ArrayDeque<>();
    private EventLoop.Timer timer;
    private long lastAnswer;
    private int missed;
    private boolean lost;

    Consent(Generation generation, CandidatePair pair, Listener listener) {
        this.generation = generation;
        this.pair = pair;
        this.listener = listener;
        this.loop = generation.setup().loop();
        this.lastAnswer = pair.succeededAt();
        schedule();
    }

    /** False after two requests without an answer, or three while the peer is heard. */
    boolean isFresh() {
        return !lost;
    }

    /** There is no way to ask anymore. */
    void lose() {
        if (isFresh()) {
            lost = true;
            listener.onConsentChange();
        }
    }

    void stop() {
        timer.cancel();
        close();
    }

    private void schedule() {
        double spread = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
        long untilExpiry = lastAnswer + Timing.CONSENT_EXPIRY.toNanos() - loop.nanoTime();
        long interval = (long) (Timing.CONSENT_INTERVAL.toNanos() * spread);
        timer = interval < untilExpiry
                ? loop.schedule(this::onTimer, interval, EventLoop.SLACK)
                : loop.schedule(this::onTimer, untilExpiry);
    }

    private void onTimer() {
        if (loop.nanoTime() - lastAnswer >= Timing.CONSENT_EXPIRY.toNanos()) {
            close();
            listener.onConsentExpired();
            return;
        }
        boolean unanswered = !open.isEmpty();
        ask();
        schedule();
        if (unanswered && ++missed >= limit()) {
            lose();
        }
    }

    private int limit() {
        long heardAt = pair.heardAt();
        boolean heard = heardAt != CandidatePair.NEVER && loop.nanoTime() - heardAt < HEARD_LATELY;
        return heard ? MISSED_LIMIT_WHEN_HEARD : MISSED_LIMIT;
    }

    private void ask() {
        var message = generation.transactions().request(pair, generation.role(), false);
        long sentAt = loop.nanoTime();
        var asked = generation.role().role();
        open.add(message.transactionId());
        generation.transactions().open(message.transactionId(), new Transactions.Request() {
            @Override
            public CandidatePair pair() {
                return pair;
            }

            @Override
            public void onSuccess(InetSocketAddress mapped) {
                pair.roundTrip(loop.nanoTime() - sentAt);
                onAnswer();
            }

            @Override
            public void onRoleConflict() {
                generation.onConceded(asked);
            }

            @Override
            public void onAsymmetry() {
                // No consent of the one we send to.
            }
        });
        pair.send(message.buffer());
    }

    private void onAnswer() {
        boolean wasFresh = isFresh();
        lastAnswer = loop.nanoTime();
        missed = 0;
        lost = false;
        close();
        if (!wasFresh) {
            listener.onConsentChange();
        }
    }

    private void close() {
        open.forEach(generation.transactions()::close);
        open.clear();
    }
}
