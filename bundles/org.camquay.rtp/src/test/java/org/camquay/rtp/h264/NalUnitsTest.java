// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.h264;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.camquay.rtp.Bytes;
import org.junit.jupiter.api.Test;

class NalUnitsTest {

    @Test
    void next_startCodesOfBothLengths_givesUnitsWithoutThem() {
        assertThat(units(Bytes.hex("00000001 0910 000001 6742 00000001 68ce 000001 6588 00")))
                .containsExactly("0910", "6742", "68ce", "6588");
    }

    @Test
    void next_leadingBytesAndEmptyUnits_areLeftOut() {
        assertThat(units(Bytes.hex("ab 000001 000001 41 000000000001 42"))).containsExactly("41", "42");
        assertThat(units(Bytes.hex(""))).isEmpty();
        assertThat(units(Bytes.hex("000001"))).isEmpty();
        assertThat(units(Bytes.hex("00000100"))).isEmpty();
        assertThat(units(Bytes.hex("41424344"))).isEmpty();
    }

    @Test
    void next_nearStartCodes_stayInside() {
        assertThat(units(Bytes.hex("000001 65 0001 000003 0101 000002 00 ff")))
                .containsExactly("650001000003010100000200ff");
    }

    @Test
    void next_positionAndLimit_areRespected() {
        var buffer = Bytes.hex("00000165 00000141aa ff").position(4).limit(8);
        var found = NalUnits.of(buffer);

        assertThat(found.next()).isTrue();
        assertThat(found.offset()).isEqualTo(7);
        assertThat(found.length()).isEqualTo(1);
        assertThat(found.type()).isEqualTo(H264.SLICE);
        assertThat(found.next()).isFalse();
        assertThat(found.next()).isFalse();
        assertThat(buffer.position()).isEqualTo(4);
    }

    @Test
    void next_randomUnits_comeBackUnchanged() {
        var random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            var expected = new ArrayList<String>();
            var stream = ByteBuffer.allocate(20_000);
            for (int n = random.nextInt(6); n >= 0; n--) {
                byte[] unit = Bytes.nalUnit(random, 0x41, 1 + random.nextInt(300));
                expected.add(Bytes.hex(ByteBuffer.wrap(unit)));
                stream.put(new byte[2 + random.nextInt(3)]).put((byte) 1).put(unit);
            }
            assertThat(units(stream.flip())).isEqualTo(expected);
        }
    }

    private static List<String> units(ByteBuffer stream) {
        var found = new ArrayList<String>();
        var units = NalUnits.of(stream);
        while (units.next()) {
            found.add(Bytes.hex(units.slice()));
        }
        return found;
    }
}
