// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.camquay.dtls.srtp.SrtpKeys;
import org.camquay.dtls.srtp.SrtpProfile;
import org.camquay.dtls.srtp.SrtpSender;
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

/** Protecting one RTP packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class Srtp {
    @Param
    SrtpProfile profile;

    /** Bytes of the RTP packet. */
    @Param({"200", "1192"})
    int size;

    private final byte[] packet = new byte[2048];
    private SrtpSender sender;
    private int sequenceNumber;

    /** Fresh keys. */
    @Setup
    public void keys() {
        byte[] exported = new byte[SrtpKeys.exportedLength(profile)];
        for (int i = 0; i < exported.length; i++) {
            exported[i] = (byte) (i * 37 + 11);
        }
        sender = new SrtpSender(SrtpKeys.fromExported(profile, exported, false).local());
    }

    /** Header and protection; the payload is whatever the last call left. */
    @Benchmark
    public int protect() {
        sequenceNumber++;
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[2] = (byte) (sequenceNumber >> 8);
        packet[3] = (byte) sequenceNumber;
        return sender.protect(packet, 0, size);
    }
}
