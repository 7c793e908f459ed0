// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

/**
 * Learns how a camera's pictures end: with a packet that is not full, of the last of always as many slices. Once this
 * has held for many pictures it is relied upon; once it is seen to be wrong after that, never again. Thread: one at a time.
 */
public final class LastPacket {
    /** Full packets may differ by so much, as those of whole units from fragments. */
    private static final int SLACK = 8;

    private static final int LESSONS = 30;

    private int full;
    private int slices;
    private int mostSlices;
    private int lessons;
    private boolean hopeless;
    /** Whether the packet before looked like the last one of its picture. */
    private boolean looked;

    private boolean relied;

    /** A picture begins. */
    public void begin() {
        slices = 0;
        looked = false;
        relied = false;
    }

    /**
     * A packet of slices.
     *
     * @param size of its payload, comparable between packets
     * @param begun how many slices begin in it
     * @return whether it is the last one of its picture
     */
    public boolean look(int size, int begun) {
        if (looked) {
            lessons = 0; // it was not
        }
        slices += begun;
        if (slices > mostSlices || size > full) {
            lessons = 0;
            mostSlices = Math.max(slices, mostSlices);
            full = Math.max(full, size);
        }
        looked = slices == mostSlices && size < full - SLACK;
        relied = looked && !hopeless && lessons >= LESSONS;
        return relied;
    }

    /** More came of a picture that was said to be whole. */
    public void wrong() {
        hopeless = true;
    }

    /** A picture has ended. */
    public void end() {
        if (looked && !relied) {
            lessons++;
        }
        looked = false;
        relied = false;
    }
}
