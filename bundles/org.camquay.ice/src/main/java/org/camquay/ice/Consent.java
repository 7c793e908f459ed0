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
        /** {@link #standing} changed. */
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
    private EventLoop.Timer doubt;
    private long askedAt;
    private int missed;
    private boolean lost;

    Consent(Generation generation, CandidatePair pair, Listener listener) {
        this.generation = generation;
        this.pair = pair;
        this.listener = listener;
        this.loop = generation.setup().loop();
        schedule();
    }

    /** False after two requests without an answer, or three while the peer is heard. */
    boolean isFresh() {
        return !lost;
    }

    PairSelection.Standing standing() {
        if (lost) {
            return PairSelection.Standing.LOST;
        }
        return pair.isSilent() ? PairSelection.Standing.SILENT : PairSelection.Standing.ANSWERS;
    }

    /** There is no way to ask anymore. */
    void lose() {
        if (isFresh()) {
            markLost();
            listener.onConsentChange();
        }
    }

    private void markLost() {
        lost = true;
        pair.silent();
        endDoubt();
    }

    /**
     * The peer was heard elsewhere, as after a change of its router's mapping: it is asked at once and several times, so
     * that nothing but its silence can be the reason for none of the answers.
     */
    void doubt() {
        if (doubt == null && !pair.isSilent()) {
            long calm = pair.aliveAt() + Timing.DOUBT_PAUSE.toNanos() - loop.nanoTime();
            doubt = loop.schedule(() -> doubt(0, patience()), Math.max(0, calm));
        }
    }

    private void doubt(int asked, long patience) {
        if (asked < Timing.DOUBT_REQUESTS) {
            ask();
            // All of them in the first half, so that the last one has time for its answer too.
            doubt = loop.schedule(() -> doubt(asked + 1, patience), patience / 2 / Timing.DOUBT_REQUESTS);
        } else if (asked == Timing.DOUBT_REQUESTS) {
            doubt = loop.schedule(() -> doubt(asked + 1, patience), patience / 2);
        } else {
            doubt = null;
            pair.silent();
            soon();
            listener.onConsentChange();
        }
    }

    /** From now on at the pace that fits what stands. */
    private void soon() {
        timer.cancel();
        schedule();
    }

    private long patience() {
        long roundTrips = Timing.DOUBT_PATIENCE.toNanos() + 3 * pair.roundTripNanos();
        return Math.min(Timing.DOUBT_LIMIT.toNanos(), roundTrips);
    }

    private void endDoubt() {
        if (doubt != null) {
            doubt.cancel();
            doubt = null;
        }
    }

    void stop() {
        timer.cancel();
        endDoubt();
        close();
    }

    private void schedule() {
        double spread = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
        long untilExpiry = pair.answeredAt() + Timing.CONSENT_EXPIRY.toNanos() - loop.nanoTime();
        boolean answers = standing() == PairSelection.Standing.ANSWERS;
        var pause = answers ? Timing.CONSENT_INTERVAL : Timing.LOST_INTERVAL;
        long interval = (long) (pause.toNanos() * spread);
        timer = interval < untilExpiry
                ? loop.schedule(this::onTimer, interval, answers ? EventLoop.SLACK : 0)
                : loop.schedule(this::onTimer, untilExpiry);
    }

    private void onTimer() {
        if (loop.nanoTime() - pair.answeredAt() >= Timing.CONSENT_EXPIRY.toNanos()) {
            endDoubt();
            close();
            listener.onConsentExpired();
            return;
        }
        // One that was sent a moment ago may yet be answered.
        boolean unanswered = !open.isEmpty() && loop.nanoTime() - askedAt >= Timing.DOUBT_LIMIT.toNanos();
        ask();
        boolean losing = unanswered && ++missed >= limit() && isFresh();
        if (losing) {
            markLost();
        }
        schedule();
        if (losing) {
            listener.onConsentChange(); // which may stop this
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
        askedAt = open.isEmpty() ? sentAt : askedAt;
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

    /** The peer answered over this pair. */
    void onAnswer() {
        boolean stood = standing() == PairSelection.Standing.ANSWERS;
        pair.answered(loop.nanoTime());
        missed = 0;
        lost = false;
        if (!stood) {
            soon();
        }
        endDoubt();
        close();
        if (!stood) {
            listener.onConsentChange();
        }
    }

    private void close() {
        open.forEach(generation.transactions()::close);
        open.clear();
    }
}
