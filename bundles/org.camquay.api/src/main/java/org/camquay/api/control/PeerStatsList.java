// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;

/**
 * What {@code getPeerStats} answers of all viewers.
 *
 * @param peers one for each viewer
 * @param streams one for each stream that viewers get; of a group, for each quality
 */
public record PeerStatsList(List<PeerStatsReport> peers, List<StreamStatsEntry> streams) {
    /**
     * The sums over a stream's viewers.
     *
     * @param viewers how many get it
     * @param thinned how many of them get key frames only
     * @param bitrate bits a second sent to all of them
     * @param largestSendQueue milliseconds, of the viewer who waits longest
     * @param captureToSendDelay seconds, the mean over viewers of their latest picture; of sound where there is none
     */
    public record StreamStatsEntry(
            String localStreamName,
            int viewers,
            int thinned,
            double bitrate,
            long packetsSent,
            long packetsLost,
            long nackCount,
            long retransmittedPacketsSent,
            long pliCount,
            long firCount,
            double largestSendQueue,
            double captureToSendDelay) {}
}
