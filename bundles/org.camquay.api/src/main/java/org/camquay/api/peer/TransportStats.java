// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

/**
 * W3C {@code RTCTransportStats}, reduced; of the pair in use also what W3C has in {@code RTCIceCandidatePairStats}. Bytes
 * are those in UDP packets, without connectivity checks.
 *
 * @param iceState W3C {@code RTCIceTransportState}, in lower case
 * @param dtlsState W3C {@code RTCDtlsTransportState}
 * @param dtlsRole {@code client}, {@code server} or {@code unknown}
 * @param srtpCipher the SRTP profile, empty before the handshake is done
 * @param selectedCandidatePairChanges how often a pair was taken into use, with the first
 * @param total over all pairs
 * @param selected since the pair in use was found to be so, at the latest when asked
 */
public record TransportStats(
        String iceState,
        String dtlsState,
        String dtlsRole,
        String srtpCipher,
        long selectedCandidatePairChanges,
        Traffic total,
        Traffic selected) {
    /** Before anything happened. */
    public static final TransportStats NONE =
            new TransportStats("new", "new", "unknown", "", 0, Traffic.NONE, Traffic.NONE);

    /**
     * What went over it.
     *
     * @param packetsDiscardedOnSend those that the socket had no room for, not in {@code packetsSent}
     */
    public record Traffic(
            long packetsSent,
            long bytesSent,
            long packetsReceived,
            long bytesReceived,
            long packetsDiscardedOnSend,
            long bytesDiscardedOnSend) {
        static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0);

        /** What came since. */
        public Traffic since(Traffic earlier) {
            return new Traffic(
                    packetsSent - earlier.packetsSent,
                    bytesSent - earlier.bytesSent,
                    packetsReceived - earlier.packetsReceived,
                    bytesReceived - earlier.bytesReceived,
                    packetsDiscardedOnSend - earlier.packetsDiscardedOnSend,
                    bytesDiscardedOnSend - earlier.bytesDiscardedOnSend);
        }
    }
}
