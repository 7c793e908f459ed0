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
 * @param captured when it was captured by the clock of whoever did, since 1970
 */
record Packet(int stream, byte[] data, long pts, long dts, long duration, long arrival, long captured) {
    static final long NO_TIME = Long.MIN_VALUE;

    /** One of which nobody tells when it was captured. */
    Packet(int stream, byte[] data, long pts, long dts, long duration, long arrival) {
        this(stream, data, pts, dts, duration, arrival, NO_TIME);
    }

    /** The same with another duration, in microseconds. */
    Packet lasting(long length) {
        return new Packet(stream, data, pts, dts, length, arrival, captured);
    }

    /** The same, of the time at which it came. */
    Packet timedByArrival() {
        return new Packet(stream, data, arrival, arrival, 0, arrival);
    }

    /** The same with other bytes. */
    Packet with(byte[] bytes) {
        return new Packet(stream, bytes, pts, dts, duration, arrival, captured);
    }
}
