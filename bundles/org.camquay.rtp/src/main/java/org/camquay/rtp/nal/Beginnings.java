// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

/**
 * Decides with which pictures decoding begins. Where IDR pictures come, with these alone. A stream without them begins at
 * recovery points and at pictures of intra slices (ITU-T H.264 §D.2.8, H.265 §D.3.8): its first pictures may be incomplete.
 * A stream changes its mind twice at most, so that its format does not change for ever. Thread: one at a time.
 */
final class Beginnings {
    /** Pictures to wait for an IDR picture, at the beginning: that of most cameras comes within two seconds. */
    private static final int SHORT_WAIT = 50;
    /** Pictures after an IDR picture until it is clear that it was the only one. */
    private static final int LONG_WAIT = 500;

    private static final int SEVERAL = 2;

    /** What a picture is to a decoder that begins with it. */
    enum Kind {
        /** Nothing before it is needed. */
        IDR,
        /** What is shown is right after some pictures. */
        RECOVERY,
        NONE
    }

    private boolean idrSeen;
    private boolean recovery;
    private boolean decided;
    private int pictures;
    private int points;

    /** Whether decoding begins with this picture. */
    boolean begins(Kind kind) {
        if (kind == Kind.IDR) {
            idrSeen = true;
            recovery = decided;
            pictures = 0;
            points = 0;
            return true;
        }
        pictures = Math.min(pictures + 1, Integer.MAX_VALUE - 1);
        if (kind == Kind.NONE) {
            return false;
        }
        points++;
        if (!recovery) {
            recovery =
                    idrSeen ? points >= SEVERAL && pictures >= LONG_WAIT : points >= SEVERAL || pictures >= SHORT_WAIT;
            decided = recovery && idrSeen;
        }
        return recovery;
    }

    /** Whether decoding begins at other pictures than IDR pictures. */
    boolean recovery() {
        return recovery;
    }
}
