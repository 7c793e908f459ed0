// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.camquay.rtp.RtpHeader;
import org.camquay.rtp.RtpPacket;
import org.camquay.rtp.nal.NalSyntax;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NalAssemblyTest {
    private final Camera camera = new Camera();
    private final NalAssembly assembly = new NalAssembly(NalSyntax.H264, camera.output());

    @BeforeEach
    void connect() {
        camera.to(assembly);
    }

    /** Three pictures after which the marker is known to tell the end. */
    private void learnMarker() {
        for (int time = 1; time <= 4; time++) {
            camera.last(time, "61 80 aa");
        }
        camera.take();
    }

    @Test
    void picture_isGivenOutWithItsMarker_onceThatIsKnownToTellTheEnd() {
        camera.last(1, "65 80 aa");
        assertThat(camera.take()).isEmpty();
        camera.last(2, "61 80 aa");
        assertThat(camera.take()).containsExactly("1: 6580aa");
        learnMarker();
        camera.last(9, "61 80 bb");
        assertThat(camera.take()).contains("9: 6180bb");
    }

    @Test
    void marker_onEachPacket_isNotBelieved() {
        for (int time = 1; time <= 20; time++) {
            camera.last(time, "61 80 aa");
            camera.last(time, "61 40 bb");
        }
        assertThat(camera.frames).hasSize(19).allMatch(frame -> frame.endsWith(": 6180aa 6140bb"));
    }

    @Test
    void sets_withTheTimeOfThePictureBefore_belongToTheNextOne() {
        learnMarker();
        camera.last(9, "61 80 aa");
        camera.send(9, "67 42 c0 1f");
        camera.last(9, "68 ce 38");
        camera.last(10, "65 80 bb");
        assertThat(camera.take()).containsExactly("9: 6180aa", "10: 6742c01f 68ce38 6580bb");
    }

    @Test
    void sets_withAMarkerAndATimeOfTheirOwn_belongToTheNextOne() {
        learnMarker();
        camera.last(9, "78 0004 6742c01f 0003 68ce38");
        camera.last(10, "65 80 bb");
        assertThat(camera.take()).containsExactly("10: 6742c01f 68ce38 6580bb");
    }

    @Test
    void fragments_makeAUnit_andALostOneNone() {
        learnMarker();
        camera.send(9, "7c 85 80");
        camera.send(9, "7c 05 bb");
        camera.last(9, "7c 45 cc");
        assertThat(camera.take()).endsWith("9: 6580bbcc");
        camera.send(10, "7c 81 80");
        camera.lose();
        camera.last(10, "7c 41 cc");
        camera.last(11, "61 80 dd");
        assertThat(camera.take()).containsExactly("11: 6180dd");
        assertThat(assembly.damagedFrames()).isEqualTo(1);
    }

    @Test
    void lostSlice_leavesTheOthers_butNoKeyPictureThatIsNotWhole() {
        learnMarker();
        camera.send(9, "61 80 aa");
        camera.lose();
        camera.last(9, "61 40 cc");
        assertThat(camera.take()).endsWith("9: 6180aa 6140cc");
        camera.send(10, "65 80 aa");
        camera.lose();
        camera.last(10, "65 40 cc");
        assertThat(camera.take()).isEmpty();
        assertThat(assembly.damagedFrames()).isEqualTo(2);
    }

    @Test
    void startCodes_inPayloads_areTakenApart() {
        camera.send(1, "00000001 6742c01f 00000001 68ce38");
        camera.last(1, "65 80 aa");
        camera.last(2, "61 80 aa");
        assertThat(camera.take()).containsExactly("1: 6742c01f 68ce38 6580aa");
    }

    @Test
    void interleavedPackets_areToldAsNotSupported() {
        camera.last(1, "7d 85 0000 80");
        assertThat(assembly.unsupported()).contains("packetization mode 2");
        assertThat(camera.take()).isEmpty();
    }

    @Test
    void h265_aggregatesAndFragments() {
        camera.to(new NalAssembly(NalSyntax.H265, camera.output()));
        camera.send(1, "6001 0003 400101 0003 420101 0003 440101");
        camera.send(1, "6201 93 80");
        camera.send(1, "6201 13 bb");
        camera.last(1, "6201 53 cc");
        camera.last(2, "0201 80 dd");
        assertThat(camera.take()).containsExactly("1: 400101 420101 440101 260180bbcc");
    }

    @ParameterizedTest
    @EnumSource
    void randomPayloads_throwNothing(NalSyntax syntax) {
        var random = new Random(1);
        var any = new NalAssembly(
                syntax, 4096, (time, duration, bytes) -> assertThat(bytes).isNotEmpty());
        for (int i = 0; i < 200_000; i++) {
            byte[] payload = new byte[random.nextInt(24)];
            random.nextBytes(payload);
            if (payload.length > 0 && random.nextBoolean()) {
                payload[0] =
                        (byte) (syntax == NalSyntax.H264 ? 20 + random.nextInt(12) : (45 + random.nextInt(8)) << 1);
            }
            var header = new RtpHeader(random.nextInt(3) == 0, 96, i & 0xffff, i / 5, 1);
            any.push(RtpPacket.of(header, ByteBuffer.wrap(payload)), random.nextInt(20) == 0);
        }
    }
}
