// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Where one device and its viewers meet. */
final class Room {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._~-]{0,63}");

    private static final long WARNING_NANOS = 60_000_000_000L;

    final String name;
    /** Those who asked for it and are told when its camera comes and goes. */
    final Set<Participant> watchers = new LinkedHashSet<>();

    /** They outlive the device's socket, so that a device that comes back meets them again. */
    final Set<ViewerSession> sessions = new LinkedHashSet<>();

    /** The device, or null while there is none. */
    Participant device;
    /** Who the device is, or was last: its token's subject, or its instance, a secret; empty if it did not say. */
    String identity = "";
    /** A newcomer that waits for the device's sign of life, or null. */
    Claim claim;

    private boolean warned;
    private long warnedNanos;

    Room(String name) {
        this.name = name;
    }

    /** Whether a room may be called so: up to 64 letters, digits, and . _ ~ - after the first. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether the log hears of one more device that was refused: once a minute. */
    boolean mayWarn(long nowNanos) {
        boolean may = !warned || nowNanos - warnedNanos > WARNING_NANOS;
        warned = true;
        warnedNanos = may ? nowNanos : warnedNanos;
        return may;
    }

    boolean isEmpty() {
        return device == null && watchers.isEmpty() && sessions.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
