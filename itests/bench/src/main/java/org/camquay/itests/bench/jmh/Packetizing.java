// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench.jmh;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.camquay.rtp.payload.H264Packetizer;
import org.camquay.rtp.payload.RtpPayload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One access unit into RTP payloads (once per track), and those into a packet buffer (once per viewer). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class Packetizing {
    private static final int[] START_CODE = {0, 0, 0, 1};

    /** Bytes: a delta frame and a key frame at 2 Mbit/s and 30 frames/s. */
    @Param({"8000", "30000"})
    int size;

    private final H264Packetizer packetizer = new H264Packetizer();
    private final byte[] buffer = new byte[2048];
    private ByteBuffer accessUnit;
    private List<RtpPayload> payloads;

    /** One slice of random bytes without a start code in it. */
    @Setup
    public void fill() {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= 0x10;
        }
        for (int i = 0; i < START_CODE.length; i++) {
            bytes[i] = (byte) START_CODE[i];
        }
        bytes[START_CODE.length] = 0x41;
        accessUnit = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        payloads = packetizer.packetize(accessUnit);
    }

    /** What a frame costs its track. */
    @Benchmark
    public List<RtpPayload> packetize() {
        return packetizer.packetize(accessUnit);
    }

    /** What copying its payloads costs each viewer. */
    @Benchmark
    public int copy() {
        int sum = 0;
        for (int i = 0; i < payloads.size(); i++) {
            sum += payloads.get(i).copyTo(buffer, 12);
        }
        return sum;
    }
}
