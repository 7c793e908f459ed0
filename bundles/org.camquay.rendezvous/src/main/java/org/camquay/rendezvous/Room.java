// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Where one device and its viewers meet. */
final class Room {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._~-]{0,63}");

    final String name;
    /** Those who asked for it and are told when its camera comes and goes. */
    final Set<Participant> watchers = new LinkedHashSet<>();

    /** They outlive the device's socket, so that a device that comes back meets them again. */
    final Set<ViewerSession> sessions = new LinkedHashSet<>();

    /** The device, or null while there is none. */
    Participant device;
    /** Who the device is: its token's subject, or its instance. */
    String identity = "";

    Room(String name) {
        this.name = name;
    }

    /** Whether a room may be called so: up to 64 letters, digits, and . _ ~ - after the first. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    boolean isEmpty() {
        return device == null && watchers.isEmpty() && sessions.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
