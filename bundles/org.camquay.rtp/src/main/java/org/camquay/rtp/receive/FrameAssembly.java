// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import org.camquay.rtp.RtpPacket;

/**
 * Puts the frames of one track together. Bad payloads make frames be left out, never an exception. Thread: one at a time.
 */
public interface FrameAssembly {
    /**
     * Takes the next packet, in the order of sequence numbers and none twice.
     *
     * @param packet valid during the call only
     * @param gap whether packets just before it are missing, or it is the first one
     */
    void push(RtpPacket packet, boolean gap);

    /** Frames of which something came that could not be used, since the beginning. */
    long damagedFrames();

    /** What the camera sends that is not supported, as a part of a sentence; empty for nothing. */
    default String unsupported() {
        return "";
    }
}
