// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.util.OptionalLong;

/**
 * A request on its way (RFC 8489 §6.2): says when to send it, again or for the last time. Has no clock; all times are
 * {@link System#nanoTime} values of the caller's, who may call late: then what was missed is not made up for.
 */
public final class StunTransaction {
    /** What to do now. */
    public enum Step {
        /** Send the request. */
        SEND,
        /** Nothing before {@link #deadline}. */
        WAIT,
        /** No response came in time; stays so. */
        TIMED_OUT,
        /** Answered or canceled; stays so. */
        DONE
    }

    private final StunMessage request;
    private final RetransmissionSchedule schedule;
    private int limit;
    private int sent;
    private long firstSent;
    private long deadline;
    private Step end;

    /** A transaction whose request is due at {@code nowNanos}. */
    public StunTransaction(StunMessage request, RetransmissionSchedule schedule, long nowNanos) {
        this.request = request;
        this.schedule = schedule;
        this.limit = schedule.rc();
        this.deadline = nowNanos;
    }

    /** The request, the same octets each time. */
    public StunMessage request() {
        return request;
    }

    /** What to do now; after {@link Step#SEND} the request counts as sent. */
    public Step poll(long nowNanos) {
        if (end != null) {
            return end;
        } else if (nowNanos - deadline < 0) {
            return Step.WAIT;
        } else if (sent == limit) {
            end = Step.TIMED_OUT;
            return end;
        }
        if (sent == 0) {
            firstSent = nowNanos;
        }
        sent++;
        deadline = nowNanos + schedule.pauseAfter(sent);
        return Step.SEND;
    }

    /** When to poll again; compare by difference. Empty once it is over. */
    public OptionalLong deadline() {
        return end == null ? OptionalLong.of(deadline) : OptionalLong.empty();
    }

    /** How often the request was sent. */
    public int sent() {
        return sent;
    }

    /**
     * Offers a message: true, once, if it is the response to this request, and then it is over. The caller has
     * checked its integrity and source before, so that nobody else can end the transaction.
     */
    public boolean accept(StunMessage message) {
        boolean ours = end == null
                && sent > 0
                && message.messageClass().isResponse()
                && message.method() == request.method()
                && message.transactionId().equals(request.transactionId());
        if (ours) {
            end = Step.DONE;
        }
        return ours;
    }

    /**
     * Sends no more, but still takes a response until {@code nowNanos} plus Rm RTOs at most: ICE's way of canceling a
     * check (RFC 8445 §7.3.1.4).
     */
    public void stopSending(long nowNanos) {
        if (sent == 0) {
            cancel();
        } else if (sent < limit) {
            limit = sent;
            deadline = nowNanos + schedule.pauseAfter(schedule.rc());
        }
    }

    /** Ends it without a response. */
    public void cancel() {
        end = end == null ? Step.DONE : end;
    }

    /** The round trip in nanoseconds, if the request was sent only once: else no one knows which one was answered. */
    public OptionalLong roundTrip(long nowNanos) {
        return sent == 1 ? OptionalLong.of(nowNanos - firstSent) : OptionalLong.empty();
    }
}
