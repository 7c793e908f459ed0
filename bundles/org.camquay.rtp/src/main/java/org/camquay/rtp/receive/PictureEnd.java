// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import org.camquay.rtp.nal.LastPacket;

/**
 * Learns what shows the last packet of a camera's pictures: the marker bit (RFC 3550 §5.1), where it stands there and nowhere
 * else; where a camera never sets it, the size of the packet ({@link LastPacket}). Until something is known, and where
 * nothing shows the end, a picture ends where the next one begins. Thread: one at a time.
 */
final class PictureEnd {
    private static final int LESSONS = 3;

    private final LastPacket last = new LastPacket();
    private int lessons;
    private boolean hopeless;
    private boolean markerSeen;
    private boolean markedBefore;
    private boolean marked;
    private boolean cut;

    /** A picture begins. */
    void begin() {
        markedBefore = false;
        marked = false;
        cut = false;
        last.begin();
    }

    /**
     * A packet with slices of the picture.
     *
     * @param size of the payload
     * @param begun how many slices begin in it
     * @param between whether it ends with a whole slice rather than inside of one
     * @return whether it is the picture's last one
     */
    boolean look(int size, int begun, boolean marker, boolean between) {
        boolean looks = last.look(size, begun);
        boolean says = marker && between;
        markerSeen |= marker;
        markedBefore |= marked;
        marked = says;
        cut = says && lessons >= LESSONS && !hopeless || looks && !markerSeen;
        return cut;
    }

    /** More came of a picture that was said to be whole. */
    void wrong() {
        if (marked) {
            hopeless = true;
        } else {
            last.wrong();
        }
    }

    /**
     * The next picture has begun; called for each picture, said to be whole or not.
     *
     * @param lossy whether packets of it are missing, so that it teaches nothing
     */
    void end(boolean lossy) {
        if (markedBefore) {
            hopeless = true;
        }
        if (lossy) {
            return;
        }
        if (!cut) {
            lessons = marked && !markedBefore ? lessons + 1 : Math.max(0, lessons - 1);
        }
        last.end();
    }
}
