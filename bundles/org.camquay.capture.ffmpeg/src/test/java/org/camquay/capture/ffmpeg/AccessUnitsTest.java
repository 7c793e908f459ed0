// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.camquay.rtp.nal.ByteStream;
import org.camquay.rtp.nal.NalSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What FFmpeg gives of RTP packets, joined to pictures. */
class AccessUnitsTest {
    private static final int FULL = 1000;
    private static final int STEP = 40_000;

    private final AccessUnits units = new AccessUnits(NalSyntax.H264);
    private final List<Packet> given = new ArrayList<>();
    private int time;

    private void add(long pts, byte[] data) {
        given.addAll(units.add(new Packet(0, data, pts, pts, 0, 0)));
    }

    /** A NAL unit, or the first fragment of one: as large as a later fragment of {@code size}. */
    private static byte[] begin(int header, int slice, int size) {
        byte[] data = new byte[size + AccessUnits.HEADER];
        java.util.Arrays.fill(data, (byte) 0x77);
        data[0] = data[1] = data[2] = 0;
        data[3] = 1;
        data[4] = (byte) header;
        data[5] = (byte) slice;
        return data;
    }

    private static byte[] more(int size) {
        byte[] data = new byte[size];
        java.util.Arrays.fill(data, (byte) 0x55);
        return data;
    }

    /** A picture of slices, each of two full fragments and one that is not. Returns its bytes. */
    private byte[] picture(int slices) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < slices; i++) {
            for (byte[] part : List.of(begin(0x41, i == 0 ? 0x9a : 0x11, FULL), more(FULL), more(300 + time % 7))) {
                all.writeBytes(part);
                add((long) time * STEP, part);
            }
        }
        time++;
        return all.toByteArray();
    }

    @Test
    void pictures_firstWithTheirSuccessor_thenAtTheirLastPacket() {
        byte[] last = {};
        for (int i = 0; i < 20; i++) {
            last = picture(2);
            assertThat(given).as("not learned yet").hasSize(i);
        }
        for (int i = 20; i < 80; i++) {
            last = picture(2);
        }
        assertThat(given).as("each at its end").hasSize(80);
        assertThat(given.get(79).data()).isEqualTo(last);
        assertThat(given).extracting(Packet::pts).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void pictures_withMoreSlicesThanEver_areNotTakenForWhole() {
        for (int i = 0; i < 60; i++) {
            picture(1);
        }
        assertThat(given).hasSize(60);
        picture(2);
        for (int i = 0; i < 60; i++) {
            picture(1);
        }
        assertThat(given).as("that camera is not relied upon again").hasSize(120);
        assertThat(units.end()).isPresent();
    }

    @Test
    void lastPacket_thatIsFull_waitsForTheNextPicture() {
        for (int i = 0; i < 60; i++) {
            picture(1);
        }
        add((long) time * STEP, begin(0x41, 0x9a, FULL));
        add((long) time * STEP, more(FULL));
        assertThat(given).hasSize(60);
        time++;
        picture(1);
        assertThat(given).hasSize(62);
        assertThat(given.get(60).data()).hasSize(2 * FULL + AccessUnits.HEADER);
    }

    @Test
    void pictures_ofOnePacketEach_goAtOnceToo() {
        for (int i = 0; i < 60; i++) {
            add((long) time++ * STEP, begin(0x41, 0x9a, i == 0 ? FULL : 200 + i));
        }
        assertThat(given).hasSize(60);
    }

    @Test
    void parameterSets_beforeEachSlice_areThereOnce() {
        byte[] sets = {0, 0, 0, 1, 0x67, 0x42, 0, 0, 0, 1, 0x68, 1};
        add(0, sets);
        add(0, begin(0x65, 0x88, 50));
        add(0, sets);
        add(0, begin(0x65, 0x11, 50));
        add(STEP, begin(0x41, 0x9a, 50));
        assertThat(given).hasSize(1);
        assertThat(given.get(0).data()).hasSize(sets.length + 2 * (50 + AccessUnits.HEADER));
        assertThat(ByteStream.find(given.get(0).data(), 0)).hasSize(4);
    }

    @Test
    void sets_afterTheSlices_beginTheNextPicture() {
        add(0, begin(0x41, 0x9a, 50));
        add(STEP, new byte[] {0, 0, 0, 1, 0x67, 0x42, 7});
        add(STEP, begin(0x65, 0x88, 50));
        add(2 * STEP, begin(0x41, 0x9a, 50));
        assertThat(given).extracting(Packet::pts).containsExactly(0L, (long) STEP);
        assertThat(given.get(1).data()[4]).isEqualTo((byte) 0x67);
    }

    /** As a camera sends them which sets the time only when it begins the picture itself. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, STEP - 90, STEP - 1})
    void sets_withTheTimeOfThePictureBefore_orOneOfTheirOwn_beginTheNextPicture(long setsTime) {
        byte[] large = {0, 0, 0, 1, 0x67, 0x64, 9};
        byte[] rest = {0, 0, 0, 1, 0x68, 0x11};
        byte[] sei = {0, 0, 0, 1, 6, 6, 1, 0x77};
        add(0, begin(0x41, 0x9a, 50));
        add(0, begin(0x41, 0x11, 50));
        for (byte[] unit : List.of(large, rest, sei)) {
            add(setsTime, unit);
        }
        add(STEP, begin(0x65, 0x88, FULL));
        add(STEP, more(300));
        add(2 * STEP, begin(0x41, 0x9a, 50));
        assertThat(given).extracting(Packet::pts).containsExactly(0L, (long) STEP);
        assertThat(types(given.get(0))).containsExactly(1, 1);
        assertThat(types(given.get(1))).containsExactly(7, 8, 6, 5);
        assertThat(given.get(1).data()).hasSize(7 + 6 + 8 + FULL + 300 + AccessUnits.HEADER);
    }

    @Test
    void sets_beforeTheVeryFirstPicture_haveNoPictureOfTheirOwn() {
        add(0, new byte[] {0, 0, 0, 1, 0x67, 0x42, 7});
        add(STEP, new byte[] {0, 0, 0, 1, 0x68, 1});
        add(2 * STEP, begin(0x65, 0x88, 50));
        assertThat(types(units.end().orElseThrow())).containsExactly(7, 8, 5);
        assertThat(given).isEmpty();
    }

    @Test
    void fillerAndEndOfSequence_belongToThePictureBefore() {
        add(0, begin(0x65, 0x88, 50));
        add(0, new byte[] {0, 0, 0, 1, 12, (byte) 0xff, (byte) 0x80});
        add(0, new byte[] {0, 0, 0, 1, 10});
        add(0, new byte[] {0, 0, 0, 1, 0x67, 0x42, 7});
        add(STEP, begin(0x65, 0x88, 50));
        assertThat(types(given.get(0))).containsExactly(5, 12, 10);
        assertThat(types(units.end().orElseThrow())).containsExactly(7, 5);
    }

    @Test
    void h265_suffixSeiIsOfThePictureBefore_andSetsOfTheNext() {
        var h265 = new AccessUnits(NalSyntax.H265);
        List<Packet> found = new ArrayList<>();
        for (int type : new int[] {1, 40, 32, 33, 34, 39}) {
            found.addAll(h265.add(new Packet(0, h265(type), 0, 0, 0, 0)));
        }
        found.addAll(h265.add(new Packet(0, h265(19), STEP, STEP, 0, 0)));
        found.add(h265.end().orElseThrow());
        assertThat(found).extracting(Packet::pts).containsExactly(0L, (long) STEP);
        assertThat(found.get(0).data()).hasSize(2 * h265(1).length);
        assertThat(found.get(1).data()).hasSize(5 * h265(1).length);
        assertThat(found.get(1).data()[4] >> 1).isEqualTo(32);
    }

    private static byte[] h265(int type) {
        return new byte[] {0, 0, 0, 1, (byte) (type << 1), 1, (byte) 0x80, 0x55};
    }

    private static List<Integer> types(Packet packet) {
        return ByteStream.find(packet.data(), 0).stream()
                .map(unit -> packet.data()[unit.begin()] & 0x1f)
                .toList();
    }

    /** The time of a packet moves a little when a sender report comes between it and the one before. */
    @Test
    void times_thatDifferByRounding_areOnePicture_andAnotherPictureMayHaveTheSame() {
        add(0, begin(0x41, 0x9a, FULL));
        add(11, more(FULL));
        add(11, begin(0x41, 0x11, 50));
        add(11, begin(0x41, 0x9a, 50));
        assertThat(given).hasSize(1);
        assertThat(given.get(0).data()).hasSize(2 * FULL + 50 + 2 * AccessUnits.HEADER);
    }

    @Test
    void beginning_thatWasLost_costsThatPictureAlone() {
        picture(1);
        add((long) time * STEP, more(FULL));
        add((long) time * STEP, more(12));
        time++;
        byte[] next = picture(1);
        assertThat(given).extracting(Packet::pts).containsExactly(0L);
        assertThat(units.end().orElseThrow().data()).isEqualTo(next);
        assertThat(units.end()).isEmpty();
    }

    @Test
    void packets_ofAnyBytes_doNoHarm() {
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = new byte[random.nextInt(60) + 1];
            random.nextBytes(data);
            if (random.nextBoolean() && data.length > 4) {
                data[0] = data[1] = data[2] = 0;
                data[3] = 1;
            }
            add(random.nextInt(5) == 0 ? Packet.NO_TIME : i / 3 * STEP, data);
        }
        assertThat(given).isNotEmpty().allSatisfy(p -> assertThat(p.data()).isNotEmpty());
    }
}
