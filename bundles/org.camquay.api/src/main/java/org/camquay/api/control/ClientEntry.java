// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/** A viewer, as {@code clientsConnected} answers. */
public record ClientEntry(
        String id,
        String localStreamName,
        String signaling,
        String remote,
        String state,
        double connectedSeconds,
        long packetsSent,
        long bytesSent,
        long packetsLost,
        double roundTripTime,
        String candidatePair) {}
