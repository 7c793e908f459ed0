// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What came of one server's run. Times are milliseconds.
 *
 * @param watching viewers that received packets in the window
 * @param cpuPerViewerSecond all of the server's CPU, by viewers and seconds
 * @param marginalCpu what each viewer beyond the first few adds to that
 * @param packetsPerSecond sent to all viewers
 * @param bitsPerSecond to one viewer, RTP with its authentication tag
 * @param lateShare share of packets more than 20 ms later than the viewer's earliest
 * @param residentPerViewer bytes of the process that each further viewer adds, the touched heap aside
 * @param heapPerViewer bytes of live heap that each further viewer adds; empty where there is no heap
 * @param firstJoinToKeyFrame of the very first viewer after the start
 * @param joinToPacket of all viewers that joined later, in order of size
 * @param joinToKeyFrame likewise, to the last packet of the first key frame
 * @param lost packets missed in the window
 * @param forged packets whose authentication failed
 */
record Result(
        String server,
        int viewers,
        int watching,
        double seconds,
        double cpuPerViewerSecond,
        OptionalDouble marginalCpu,
        double packetsPerSecond,
        double bitsPerSecond,
        double latenessMedian,
        double lateness99,
        double latenessMax,
        double lateShare,
        OptionalDouble residentPerViewer,
        OptionalDouble heapPerViewer,
        double firstJoinToKeyFrame,
        List<Double> joinToPacket,
        List<Double> joinToKeyFrame,
        long packets,
        long lost,
        long forged) {

    /** The value that this share of a sorted list does not exceed; 0 of an empty one. */
    static double quantile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }
}
