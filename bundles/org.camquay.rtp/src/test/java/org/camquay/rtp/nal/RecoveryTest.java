// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams without IDR pictures, and those that only look like it. Slices have no contents behind their header. */
final class RecoveryTest {
    private static final String SPS = "6742c00ad902b2d100000303e900005da80f183240";
    private static final String PPS = "68ce3c80";
    private static final String IDR = "6588800055";
    /** first_mb 0 and slice_type 5: predicted, all slices alike. */
    private static final String PREDICTED = "419a2055";
    /** slice_type 7: intra, all slices alike. */
    private static final String INTRA = "41888055";
    /** A second slice of a picture: first_mb 1, slice_type 5. */
    private static final String MORE_PREDICTED = "41491a55";

    private static final String RECOVERY = "060601c480";

    private final PictureStream stream = new PictureStream(NalSyntax.H264, new byte[0], PictureFormat.UNKNOWN);

    private static byte[] unit(String... units) {
        var out = new ByteArrayOutputStream();
        for (String unit : units) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(HexFormat.of().parseHex(unit));
        }
        return out.toByteArray();
    }

    /** Whether each picture is K (key), D (delta) or left out, as a word. */
    private String read(int count, String... units) {
        var found = new StringBuilder();
        for (int i = 0; i < count; i++) {
            found.append(stream.read(unit(units), PictureStream.NO_TIME)
                    .map(picture -> picture.key() ? "K" : "D")
                    .orElse("-"));
        }
        return found.toString();
    }

    private boolean recovery() {
        return stream.format().orElseThrow().recovery();
    }

    @Test
    void stream_withIdrPictures_beginsWithThese_andHasNoRecovery() {
        assertThat(read(1, PREDICTED)).isEqualTo("-");
        assertThat(read(1, RECOVERY, PREDICTED)).isEqualTo("-");
        assertThat(read(1, SPS, PPS, IDR)).isEqualTo("K");
        for (int i = 0; i < 20; i++) {
            assertThat(read(1, RECOVERY, INTRA) + read(48, PREDICTED) + read(1, SPS, PPS, IDR))
                    .isEqualTo("D".repeat(49) + "K");
            assertThat(recovery()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {RECOVERY + " " + PREDICTED, INTRA, RECOVERY + " " + INTRA})
    void stream_withoutIdrPictures_beginsAtTheSecondPointOfRecovery(String point) {
        String[] units = (SPS + " " + PPS + " " + point).split(" ");
        assertThat(read(1, units) + read(9, PREDICTED)).isEqualTo("-".repeat(10));
        assertThat(stream.lack()).isEqualTo(Lack.BEGINNING);
        assertThat(read(1, units) + read(9, PREDICTED) + read(1, units)).isEqualTo("KDDDDDDDDDK");
        assertThat(recovery()).isTrue();
        assertThat(stream.lack()).isEqualTo(Lack.NOTHING);
    }

    @Test
    void stream_whosePointsAreFarApart_beginsAtTheFirst() {
        assertThat(read(60, PREDICTED)).doesNotContain("K", "D");
        assertThat(read(1, SPS, PPS, RECOVERY, PREDICTED)).isEqualTo("K");
    }

    @Test
    void keyPicture_atAPointOfRecovery_beginsWithTheSets() {
        read(2, SPS, PPS, RECOVERY, PREDICTED);
        var picture =
                stream.read(unit(RECOVERY, PREDICTED), PictureStream.NO_TIME).orElseThrow();
        byte[] bytes = Arrays.copyOf(picture.data().array(), picture.data().limit());
        assertThat(ByteStream.find(bytes, 0))
                .extracting(range -> bytes[range.begin()] & 0x1f)
                .containsExactly(7, 8, 6, 1);
    }

    @Test
    void stream_whoseOnlyIdrPictureIsItsFirst_isSeenToHaveNoOthers_onceAndForAll() {
        read(1, SPS, PPS, IDR);
        var found = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            found.append(read(1, RECOVERY, PREDICTED)).append(read(49, PREDICTED));
        }
        assertThat(found.indexOf("K")).as("first key picture").isEqualTo(500);
        assertThat(recovery()).isTrue();
        assertThat(read(1, SPS, PPS, IDR)).isEqualTo("K");
        assertThat(recovery()).isTrue();
    }

    @Test
    void stream_whoseIdrPicturesAreRare_isPassedOnFromTheFirstOfThemOn() {
        read(2, SPS, PPS, RECOVERY, PREDICTED);
        assertThat(recovery()).isTrue();
        assertThat(read(1, SPS, PPS, IDR)).isEqualTo("K");
        assertThat(recovery()).isFalse();
        assertThat(read(1, RECOVERY, PREDICTED)).isEqualTo("D");
    }

    @Test
    void picture_ofWhichOnlyTheFirstSliceIsIntra_isNoBeginning() {
        assertThat(read(70, SPS, PPS, INTRA, MORE_PREDICTED)).doesNotContain("K", "D");
    }

    @Test
    void stream_withoutParameterSets_saysSo() {
        read(5, IDR);
        assertThat(stream.lack()).isEqualTo(Lack.PARAMETER_SETS);
    }

    @ParameterizedTest
    @CsvSource({
        "060601c480,true",
        "06000401020304060180,true",
        "06ff0a01aa060180,true",
        "060001000601,true",
        "0600,false",
        "06ffffff,false",
        "06,false",
        "060510112233445566778899aabbccddeeff0080,false",
        "060003000003010601c4,true"
    })
    void message_ofRecovery_isFoundBehindOthers(String unit, boolean found) {
        var bytes = java.nio.ByteBuffer.wrap(HexFormat.of().parseHex(unit));
        assertThat(Messages.hasRecoveryPoint(bytes, 1)).isEqualTo(found);
    }

    @Test
    void h265_beginsAtRecoveryPointsToo() {
        var h265 = new PictureStream(NalSyntax.H265, new byte[0], PictureFormat.UNKNOWN);
        byte[] point = unit("40010c01", "420101016000000300", "4401c172", "4e01060180", "02018055");
        byte[] picture = unit("02018055");
        assertThat(h265.read(point.clone(), 0)).isEmpty();
        assertThat(h265.read(picture, 1)).isEmpty();
        assertThat(h265.read(point.clone(), 2)).get().matches(Picture::key);
        assertThat(h265.format().orElseThrow().recovery()).isTrue();
    }
}
