// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * What came of one server's run. Times are milliseconds.
 *
 * @param watching viewers that received packets in the time measured
 * @param windows into which that time was divided; rates are medians over them
 * @param warmup seconds of it, with all viewers
 * @param cpuPerViewerSecond all of the server's CPU, by viewers and seconds
 * @param marginalCpu what each viewer beyond the first few adds to that
 * @param loads where that time went, by groups of the server's threads
 * @param packetsPerSecond sent to all viewers
 * @param bitsPerSecond to one viewer, RTP with its authentication tag
 * @param lateness of packets against the stream's schedule
 * @param overdue of packets against when a pacer would let them out
 * @param deltaFrames of the last packets of frames; of those other than key frames where the server tells
 * @param keyFrames likewise; of none where the server does not tell
 * @param residentPerViewer bytes of the process that each further viewer adds, the touched heap aside
 * @param heapPerViewer bytes of live heap that each further viewer adds; empty where there is no heap
 * @param firstJoinToKeyFrame of the very first viewer after the start
 * @param joinToPacket of all viewers that joined later, in order of size
 * @param joinToKeyFrame likewise, to the last packet of the first key frame
 * @param lost packets missed in the window, and not repaired
 * @param asked packets that the server was asked for again
 * @param forged packets whose authentication failed
 */
record Result(
        String server,
        int viewers,
        int watching,
        int windows,
        double warmup,
        double cpuPerViewerSecond,
        OptionalDouble marginalCpu,
        ThreadLoads loads,
        double packetsPerSecond,
        double bitsPerSecond,
        Lateness lateness,
        Lateness overdue,
        Lateness deltaFrames,
        Lateness keyFrames,
        OptionalDouble residentPerViewer,
        OptionalDouble heapPerViewer,
        double firstJoinToKeyFrame,
        List<Double> joinToPacket,
        List<Double> joinToKeyFrame,
        long packets,
        long lost,
        long asked,
        long forged) {
    /** A packet is late that comes so long after it was due. */
    static final double LATE_MILLIS = 20;

    /** Share of packets more than 20 ms later than a pacer would let them out. */
    double lateShare() {
        return overdue.shareLaterThan(LATE_MILLIS);
    }

    /** The middle one, or between the two in the middle; 0 of none. */
    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length == 0 ? 0 : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The value that this share of a sorted list does not exceed; 0 of an empty one. */
    static double quantile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }
}
