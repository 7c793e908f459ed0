// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

/**
 * Gathers packets that were sent together into groups, and tells how much further apart two groups arrived than they
 * were sent (draft-ietf-rmcat-gcc-02 §5.2, §5.3). Times are milliseconds.
 */
final class PacketGroups {
    private static final double BURST = 5;
    private static final double LONGEST_BURST = 100;
    private static final double RESTART = 3_000;

    /** Hears of each finished pair of groups. */
    interface Listener {
        void onDelta(double sendDelta, double arrivalDelta, double arrival);
    }

    private final Listener listener;
    private final Group current = new Group();
    private final Group previous = new Group();

    PacketGroups(Listener listener) {
        this.listener = listener;
    }

    void add(double sent, double arrival) {
        if (!current.used) {
            current.begin(sent, arrival);
        } else if (arrival - current.lastArrival > RESTART || arrival < current.firstArrival - RESTART) {
            previous.used = false;
            current.begin(sent, arrival);
        } else if (sent < current.firstSent) {
            return; // reordered
        } else if (belongs(sent, arrival)) {
            current.extend(sent, arrival);
        } else {
            if (previous.used) {
                listener.onDelta(
                        current.lastSent - previous.lastSent,
                        current.lastArrival - previous.lastArrival,
                        current.lastArrival);
            }
            previous.take(current);
            current.begin(sent, arrival);
        }
    }

    private boolean belongs(double sent, double arrival) {
        if (sent - current.firstSent <= BURST) {
            return true;
        }
        double arrivalDelta = arrival - current.lastArrival;
        double propagation = arrivalDelta - (sent - current.lastSent);
        // Packets that queued up somewhere and then came at once say nothing about the bottleneck.
        return propagation < 0 && arrivalDelta <= BURST && arrival - current.firstArrival < LONGEST_BURST;
    }

    private static final class Group {
        private boolean used;
        private double firstSent;
        private double lastSent;
        private double firstArrival;
        private double lastArrival;

        void begin(double sent, double arrival) {
            used = true;
            firstSent = sent;
            lastSent = sent;
            firstArrival = arrival;
            lastArrival = arrival;
        }

        void extend(double sent, double arrival) {
            lastSent = Math.max(lastSent, sent);
            lastArrival = Math.max(lastArrival, arrival);
        }

        void take(Group other) {
            begin(other.firstSent, other.firstArrival);
            extend(other.lastSent, other.lastArrival);
        }
    }
}
