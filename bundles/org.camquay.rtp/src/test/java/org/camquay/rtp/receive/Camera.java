// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import java.util.ArrayList;
import java.util.List;
import org.camquay.rtp.Bytes;
import org.camquay.rtp.RtpHeader;
import org.camquay.rtp.RtpPacket;

/** Sends payloads in hex to an assembly, and keeps its frames as {@code time:hex}. */
final class Camera {
    final List<String> frames = new ArrayList<>();
    final List<Long> durations = new ArrayList<>();
    private FrameAssembly assembly;
    private int number;
    private boolean lost;

    void to(FrameAssembly assembly) {
        this.assembly = assembly;
    }

    FrameOutput output() {
        return (time, duration, bytes) -> {
            frames.add(time + ":" + Bytes.hex(java.nio.ByteBuffer.wrap(bytes)).replace("00000001", " "));
            durations.add(duration);
        };
    }

    /** Without a marker. */
    void send(long time, String hex) {
        push(time, false, hex);
    }

    void last(long time, String hex) {
        push(time, true, hex);
    }

    /** A packet that does not come. */
    void lose() {
        lost = true;
    }

    private void push(long time, boolean marker, String hex) {
        var header = new RtpHeader(marker, 96, number++ & 0xffff, time, 1);
        assembly.push(RtpPacket.of(header, Bytes.hex(hex)), lost);
        lost = false;
    }

    List<String> take() {
        var taken = List.copyOf(frames);
        frames.clear();
        return taken;
    }
}
