// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.stream;

/**
 * How many of the frames since its last key frame a track keeps for readers that join. The one limit for everybody on
 * the way who keeps them: beyond it, a reader that joins waits for the next key frame.
 *
 * @param frames at most so many, the key frame among them
 * @param bytes and at most so many bytes
 */
public record Backlog(int frames, int bytes) {
    /** For tracks that do not say: 20 s of 30 frames a second, or 13 s of 10 Mbit/s. */
    public static final Backlog USUAL = new Backlog(600, 16 * 1024 * 1024);

    /** Returns whether so many frames with so many bytes are kept. */
    public boolean holds(long someFrames, long someBytes) {
        return someFrames <= frames && someBytes <= bytes;
    }
}
