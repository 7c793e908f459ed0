// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camquay.api.ice.IceRole;
import org.camquay.api.net.EventLoop;
import org.camquay.stun.RetransmissionSchedule;

/** The phase in which pairs are checked (RFC 8445 §6.1.4, §7.2): triggered checks first, then by priority, paced. */
final class Checking {
    private static final RetransmissionSchedule SCHEDULE = RetransmissionSchedule.DEFAULT.withRto(Timing.CHECK_RTO);
    /** Where the peer's checks come through, so that the way is known to be there: short rounds, and many. */
    private static final RetransmissionSchedule TRIGGERED = new RetransmissionSchedule(Timing.TRIGGERED_RTO, 3, 3);

    private static final long LEAST_RTO = 100;

    /** A pair that was answered so lately is not asked anew when another falls silent. */
    private static final long LATELY = Duration.ofSeconds(1).toNanos();

    /**
     * What it works with.
     *
     * @param pace Ta, between checks (RFC 8445 §14.2)
     */
    record Means(
            EventLoop loop, Duration pace, Role role, Checklist checklist, Transactions transactions, Tally tally) {}

    /** What comes of the checks. */
    interface Results {
        /** One was answered; {@code nominating} if it carried USE-CANDIDATE. */
        void onSuccess(CandidatePair pair, boolean nominating);

        /** A pair does not work. */
        void onFailure(CandidatePair pair);

        /** One that carried USE-CANDIDATE was not answered, though its pair has worked before. */
        void onNominationUnanswered(CandidatePair pair);

        /** The peer did not give in: it answered a request made in that role with 487. */
        void onConceded(IceRole asked);
    }

    private final Means means;
    private final Results results;
    private final EventLoop loop;
    private final ArrayDeque<CandidatePair> triggered = new ArrayDeque<>();
    private final Map<CandidatePair, ConnectivityCheck> checks = new HashMap<>();
    private EventLoop.Timer slot;
    private boolean running;
    private boolean concluded;
    private int count;
    private long last;

    Checking(Means means, Results results) {
        this.means = means;
        this.results = results;
        this.loop = means.loop();
        this.last = loop.nanoTime() - Duration.ofHours(1).toNanos();
    }

    EventLoop loop() {
        return loop;
    }

    /** From now on the peer's parameters and our role are known. */
    void begin() {
        running = true;
        proceed();
    }

    boolean isRunning() {
        return running;
    }

    /** A pair was nominated: the others are left (RFC 8445 §8.1.2), except where the peer's checks trigger ours. */
    void conclude(CandidatePair nominated) {
        concluded = true;
        checks.values().stream().filter(check -> check.pair() != nominated).forEach(ConnectivityCheck::stopSending);
    }

    /** A restart has begun: of this generation only what the peer's checks trigger is checked. */
    void retire() {
        concluded = true;
        cancelAll();
    }

    /** Ends the phase. */
    void stop() {
        running = false;
        cancelAll();
    }

    private void cancelAll() {
        triggered.clear();
        cancelSlot();
        List.copyOf(checks.values()).forEach(this::forget);
        checks.clear();
    }

    /** The pair in use fell silent: do those still work that did? */
    void renew(CandidatePair silent) {
        for (var pair : means.checklist().ordered()) {
            if (pair != silent && pair.works() && loop.nanoTime() - pair.answeredAt() > LATELY) {
                again(pair);
            }
        }
    }

    /** Checks all pairs again, also those that were left when one was nominated. */
    void reopen() {
        concluded = false;
        for (var pair : means.checklist().ordered()) {
            pair.renew();
            if (pair.is(PairState.SUCCEEDED)) {
                again(pair);
            } else if (!pair.is(PairState.IN_PROGRESS) || !checks.containsKey(pair)) {
                pair.reset();
            }
        }
        proceed();
    }

    /** What this pair stood on is gone. */
    void drop(CandidatePair pair) {
        forget(pair);
        pair.fail(loop.nanoTime());
        results.onFailure(pair);
    }

    /** This pair is none anymore. */
    void forget(CandidatePair pair) {
        triggered.remove(pair);
        var check = checks.remove(pair);
        if (check != null) {
            forget(check);
        }
    }

    /** The peer checked this pair (RFC 8445 §7.3.1.4). */
    void trigger(CandidatePair pair) {
        pair.heard(loop.nanoTime());
        if (pair.is(PairState.IN_PROGRESS)) {
            var check = checks.get(pair);
            if (check != null) {
                check.hurry(TRIGGERED);
            }
        } else if (!pair.works()) {
            again(pair);
        }
    }

    /** The peer may be there, though it has not checked this pair. */
    void show(CandidatePair pair) {
        if (!pair.is(PairState.IN_PROGRESS) && !pair.works()) {
            again(pair);
        }
    }

    /** Checks this pair next, whatever came of it before. */
    void again(CandidatePair pair) {
        pair.reset();
        if (!triggered.contains(pair)) {
            triggered.add(pair);
        }
        cancelSlot();
        proceed();
    }

    /** Sends the check that nominates a pair which works, at once and not for long (RFC 8445 §8.1.1). */
    void nominate(CandidatePair pair) {
        long rto = Math.min(Timing.CHECK_RTO.toMillis(), Math.max(LEAST_RTO, pair.roundTripNanos() * 3 / 1_000_000));
        if (running) {
            check(pair, true, new RetransmissionSchedule(Duration.ofMillis(rto), 3, 2));
        }
    }

    /** Sends what is due, at once if the pace allows it. */
    void proceed() {
        while (running && slot == null && hasNext()) {
            boolean fast = !triggered.isEmpty() || count < Timing.FAST_CHECKS;
            var pace = fast ? Timing.FAST_PACE : means.pace();
            long wait = last + pace.toNanos() - loop.nanoTime();
            if (wait > 0) {
                slot = loop.schedule(this::onSlot, wait);
                return;
            }
            count++;
            last = loop.nanoTime();
            var schedule = triggered.isEmpty() ? SCHEDULE : TRIGGERED;
            var pair = next();
            pair.begin(last);
            check(pair, false, schedule);
        }
    }

    private void onSlot() {
        slot = null;
        proceed();
    }

    private void cancelSlot() {
        if (slot != null) {
            slot.cancel();
            slot = null;
        }
    }

    private boolean hasNext() {
        return !triggered.isEmpty()
                || !concluded && means.checklist().bestWaiting().isPresent();
    }

    private CandidatePair next() {
        var pair = triggered.poll();
        return pair != null ? pair : means.checklist().bestWaiting().orElseThrow();
    }

    private void check(CandidatePair pair, boolean nominating, RetransmissionSchedule schedule) {
        var role = means.role().role();
        var message = means.transactions().request(pair, means.role(), nominating);
        var request = new ConnectivityCheck.CheckRequest(message, role, nominating);
        var check = new ConnectivityCheck(this, pair, request, schedule);
        var before = checks.put(pair, check);
        if (before != null) {
            forget(before);
        }
        means.transactions().open(check.transaction().request().transactionId(), check);
        means.tally().sent();
        check.run();
    }

    private void forget(ConnectivityCheck check) {
        check.cancel();
        means.transactions().close(check.transaction().request().transactionId());
    }

    void onSuccess(ConnectivityCheck check, InetSocketAddress mapped, long now) {
        var seen = means.checklist().local(check.pair().base(), mapped);
        if (seen == null) {
            // Its base went away meanwhile.
            return;
        }
        check.pair().succeed(seen, now);
        checks.remove(check.pair(), check);
        triggered.remove(check.pair());
        results.onSuccess(check.pair(), check.isNominating());
        proceed();
    }

    void onTimeout(ConnectivityCheck check) {
        forget(check);
        checks.remove(check.pair(), check);
        if (check.isNominating()) {
            results.onNominationUnanswered(check.pair());
        } else if (!concluded && check.pair().tryAgain()) {
            again(check.pair());
        } else {
            check.pair().fail(loop.nanoTime());
            results.onFailure(check.pair());
        }
        proceed();
    }

    void onRoleConflict(ConnectivityCheck check, IceRole asked) {
        checks.remove(check.pair(), check);
        results.onConceded(asked);
        again(check.pair());
    }
}
