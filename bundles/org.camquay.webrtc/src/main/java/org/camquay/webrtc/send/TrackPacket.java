// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import org.camquay.rtp.payload.RtpPayload;

/**
 * One RTP packet of a track before it is any viewer's.
 *
 * @param index counted from the track's first packet; a viewer's sequence number differs by a constant
 * @param payload shared by all viewers
 * @param timestamp in ticks of the codec's clock, unbounded
 * @param starts whether a viewer may begin here: the first packet of a key frame, and every audio packet
 * @param frame what it has in common with the other packets of its frame
 */
record TrackPacket(long index, RtpPayload payload, long timestamp, boolean starts, Frame frame) {
    /**
     * A frame that was cut into packets.
     *
     * @param number counted from the track's first frame
     * @param first index of its first packet
     * @param end index after its last packet
     * @param key whether decoding can begin with it
     * @param bytes of all its payloads
     * @param capturedMicros when it was captured, in microseconds since 1970
     * @param arrivedNanos when it came, on the loops' clock
     */
    record Frame(long number, long first, long end, boolean key, int bytes, long capturedMicros, long arrivedNanos) {}

    boolean beginsFrame() {
        return index == frame.first;
    }

    boolean endsFrame() {
        return index + 1 == frame.end;
    }
}
