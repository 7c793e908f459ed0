// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceRole;
import org.camquay.api.net.EventLoop;
import org.camquay.stun.RetransmissionSchedule;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunTransaction;

/** One check of a pair (RFC 8445 §7.2): sent, sent again, and answered or given up. */
final class ConnectivityCheck implements Transactions.Request {
    /** Least time between two sendings that the peer's own checks can cause. */
    private static final long HURRY_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Checking checking;
    private final EventLoop loop;
    private final CandidatePair pair;
    private final IceRole asked;
    private final boolean nominating;
    private StunTransaction transaction;
    private EventLoop.Timer timer;
    private EventLoop.Timer soon;
    private long lastSent;
    private boolean hurried;

    ConnectivityCheck(Checking checking, CandidatePair pair, CheckRequest request, RetransmissionSchedule schedule) {
        this.checking = checking;
        this.loop = checking.loop();
        this.pair = pair;
        this.asked = request.asked();
        this.nominating = request.nominating();
        this.transaction = new StunTransaction(request.message(), schedule, loop.nanoTime());
    }

    /** A request as it was made: the role and the nomination it speaks of may change while it is on its way. */
    record CheckRequest(StunMessage message, IceRole asked, boolean nominating) {}

    /** Sends it, if that is due, and comes back when it is next. */
    void run() {
        timer = null;
        switch (transaction.poll(loop.nanoTime())) {
            case SEND -> {
                send();
                await();
            }
            case WAIT -> await();
            case TIMED_OUT -> checking.onTimeout(this);
            case DONE -> {}
        }
    }

    private void send() {
        lastSent = loop.nanoTime();
        pair.send(transaction.request().buffer());
    }

    private void await() {
        transaction
                .deadline()
                .ifPresent(deadline -> timer = loop.schedule(this::run, Math.max(0, deadline - loop.nanoTime())));
    }

    /**
     * The peer's check came through, so ours may now too. RFC 8445 §7.3.1.4 begins a new transaction; the same request
     * sent anew does as well, and still takes an answer that is on its way.
     */
    void hurry(RetransmissionSchedule schedule) {
        long now = loop.nanoTime();
        long early = lastSent + HURRY_PAUSE - now;
        if (early <= 0) {
            hurried = true;
            cancel();
            transaction = new StunTransaction(transaction.request(), schedule, now);
            run();
        } else if (soon == null) {
            soon = loop.schedule(() -> hurry(schedule), early);
        }
    }

    /** Sends no more, but an answer on its way still counts. */
    void stopSending() {
        if (soon != null) {
            soon.cancel();
        }
        transaction.stopSending(loop.nanoTime());
    }

    void cancel() {
        transaction.cancel();
        if (timer != null) {
            timer.cancel();
        }
        if (soon != null) {
            soon.cancel();
            soon = null;
        }
    }

    StunTransaction transaction() {
        return transaction;
    }

    boolean isNominating() {
        return nominating;
    }

    @Override
    public CandidatePair pair() {
        return pair;
    }

    @Override
    public void onSuccess(InetSocketAddress mapped) {
        long now = loop.nanoTime();
        if (!hurried) {
            transaction.roundTrip(now).ifPresent(pair::roundTrip);
        }
        cancel();
        checking.onSuccess(this, mapped, now);
    }

    @Override
    public void onRoleConflict() {
        cancel();
        checking.onRoleConflict(this, asked);
    }

    @Override
    public void onAsymmetry() {
        cancel();
        checking.onTimeout(this);
    }
}
