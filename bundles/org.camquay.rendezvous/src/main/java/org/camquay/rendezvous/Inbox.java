// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.gate.TokenBucket;

/**
 * Puts the fragments of one connection's messages together (RFC 6455 §5.4), within the limits of one connection: the size
 * of a message, the time until it is complete, messages and bytes a second. Thread: {@code rendezvous}.
 */
final class Inbox {
    /** Characters of a message before {@code register}, and of every later one but those with a description. */
    static final int SMALL = 4 * 1024;

    /** Characters of a message with a session description of 64 KiB, its line ends escaped. */
    static final int LARGE = 96 * 1024;

    /** Of a message that is too long so much is read, and not kept, before its connection is closed. */
    private static final int SKIPPED = 256 * 1024;

    private static final long COMPLETE_NANOS = 5_000_000_000L;
    private static final int BURST_SECONDS = 4;
    private static final int DEVICE_FACTOR = 10;
    private static final int BYTES_PER_SECOND = 64 * 1024;

    /** A fragment costs a part of a message: a slow line makes one of each of its packets. */
    private static final double FRAGMENT = 0.1;

    /** What a string costs besides its characters. */
    private static final int OVERHEAD = 64;

    /** Why a connection is closed. */
    record Refusal(Limit limit, int status, String reason) {}

    private final Account account;
    private final int messagesPerSecond;
    private final List<String> fragments = new ArrayList<>();
    private TokenBucket messages;
    private TokenBucket bytes;
    private int most = SMALL;
    private boolean begun;
    private int length;
    private long taken;
    private long waitedNanos;
    private long askedNanos;

    Inbox(Account account, int messagesPerSecond, long nowNanos) {
        this.account = account;
        this.messagesPerSecond = messagesPerSecond;
        allow(1, nowNanos);
    }

    private void allow(int factor, long nowNanos) {
        var rate = messagesPerSecond * factor;
        var amount = BYTES_PER_SECOND * factor;
        messages = new TokenBucket(rate, (double) rate * BURST_SECONDS, nowNanos);
        bytes = new TokenBucket(amount, (double) amount * BURST_SECONDS, nowNanos);
    }

    /** The connection has registered. */
    void registered() {
        most = LARGE;
    }

    /** A device speaks for all of its viewers. */
    void becameDevice(long nowNanos) {
        allow(DEVICE_FACTOR, nowNanos);
    }

    /** The next fragment is asked for: from here the clock of an unfinished message runs. */
    void asked(long nowNanos) {
        askedNanos = nowNanos;
    }

    /**
     * A fragment came; {@link #finish()} is due after the last. Of a message that is too long nothing is kept: it is read on
     * for a while, so that its sender gets the answer.
     */
    Optional<Refusal> add(String fragment, boolean last, long nowNanos) {
        waitedNanos += begun ? nowNanos - askedNanos : 0;
        begun = true;
        length += fragment.length();
        if (length > most) {
            forget();
            return length > SKIPPED ? Optional.of(new Refusal(Limit.MESSAGE_SIZE, 1009, rule())) : Optional.empty();
        }
        var refusal = spend(last ? 1 : FRAGMENT, fragment.length(), nowNanos);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (!last) {
            if (!account.take(fragment.length() + OVERHEAD)) {
                return Optional.of(new Refusal(Limit.UNSENT, 1013, "Too much of this address waits here: try later"));
            }
            taken += fragment.length() + OVERHEAD;
        }
        fragments.add(fragment);
        return Optional.empty();
    }

    /** What is asked of a message that was too long. */
    String rule() {
        return most == SMALL
                ? "Send at most " + SMALL + " characters before register"
                : "Send at most " + LARGE + " characters in one message";
    }

    /** The message whose last fragment came; empty if it was too long. */
    Optional<String> finish() {
        account.heard(length, askedNanos);
        var message = length > most
                ? Optional.<String>empty()
                : Optional.of(fragments.size() == 1 ? fragments.get(0) : String.join("", fragments));
        drop();
        return message;
    }

    /** A control frame came: it costs as much as a message. */
    Optional<Refusal> control(int length, long nowNanos) {
        account.heard(length, nowNanos);
        return spend(1, length, nowNanos);
    }

    private Optional<Refusal> spend(double cost, int length, long nowNanos) {
        if (!messages.take(cost, nowNanos)) {
            var most = messagesPerSecond * (account.isDevice() ? DEVICE_FACTOR : 1);
            return Optional.of(
                    new Refusal(Limit.MESSAGES, 1008, "Too many messages and pings: at most " + most + " a second"));
        }
        if (!bytes.take(length, nowNanos)) {
            var most = BYTES_PER_SECOND * (account.isDevice() ? DEVICE_FACTOR : 1);
            return Optional.of(new Refusal(Limit.BYTES, 1008, "Too much at once: at most " + most + " bytes a second"));
        }
        return Optional.empty();
    }

    /** Whether a message has been unfinished for too long; the time that its sender was not read from does not count. */
    boolean isLate(boolean asking, long nowNanos) {
        return begun && waitedNanos + (asking ? nowNanos - askedNanos : 0) > COMPLETE_NANOS;
    }

    /** Forgets what is unfinished. */
    void drop() {
        forget();
        begun = false;
        length = 0;
        waitedNanos = 0;
    }

    private void forget() {
        fragments.clear();
        account.give(taken);
        taken = 0;
    }
}
