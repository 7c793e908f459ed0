// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

/**
 * A packet as the demuxer gave it, copied out of native memory. Times are in microseconds, {@link #NO_TIME} when missing.
 *
 * @param stream which of the container's streams
 * @param data owned by the packet
 * @param pts presentation time
 * @param dts decoding time
 * @param duration 0 when not known
 * @param arrival when it was read, {@code nanoTime} in microseconds
 */
record Packet(int stream, byte[] data, long pts, long dts, long duration, long arrival) {
    static final long NO_TIME = Long.MIN_VALUE;
}
