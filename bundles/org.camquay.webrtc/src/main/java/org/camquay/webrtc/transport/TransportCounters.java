// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.peer.TransportStats.Traffic;

/** What one transport has carried, in the words of W3C webrtc-stats; without connectivity checks. */
final class TransportCounters {
    private long packetsSent;
    private long bytesSent;
    private long packetsReceived;
    private long bytesReceived;
    private long packetsDiscarded;
    private long bytesDiscarded;
    private String pair = "";
    private long pairChanges;
    private Traffic before = total();

    void sent(int bytes) {
        packetsSent++;
        bytesSent += bytes;
    }

    /** The socket had no room for packets that were counted. */
    void unsent(Dropped dropped) {
        packetsSent -= dropped.packets();
        bytesSent -= dropped.bytes();
        packetsDiscarded += dropped.packets();
        bytesDiscarded += dropped.bytes();
    }

    /** The socket had no room for a packet, which was not counted. */
    void discarded(int bytes) {
        packetsDiscarded++;
        bytesDiscarded += bytes;
    }

    void received(int bytes) {
        packetsReceived++;
        bytesReceived += bytes;
    }

    /** The pair in use, null for none: what goes over it is counted anew when it is another one. */
    void selected(IceCandidatePair selected) {
        if (selected == null) {
            return;
        }
        String name = selected.local() + " " + selected.remote();
        if (!name.equals(pair)) {
            pair = name;
            pairChanges++;
            before = total();
        }
    }

    long pairChanges() {
        return pairChanges;
    }

    Traffic total() {
        return new Traffic(packetsSent, bytesSent, packetsReceived, bytesReceived, packetsDiscarded, bytesDiscarded);
    }

    /** What went over the pair in use. */
    Traffic ofPair() {
        return total().since(before);
    }
}
