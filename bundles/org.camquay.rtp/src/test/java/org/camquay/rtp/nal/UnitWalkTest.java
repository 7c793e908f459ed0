// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitWalkTest {
    private static final int ROUNDS = 20_000;

    private static List<UnitRange> walked(byte[] bytes, int lengthSize) {
        var units = new ArrayList<UnitRange>();
        var walk = new UnitWalk(lengthSize).over(bytes);
        while (walk.next()) {
            units.add(new UnitRange(walk.begin(), walk.end()));
        }
        return units;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void next_anyBytes_givesTheUnitsThatAreFoundAtOnce(int lengthSize) {
        var random = new Random(lengthSize);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            // Few values, so that there are many start codes and short lengths.
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(3));
            }
            assertThat(walked(bytes, lengthSize))
                    .as(Arrays.toString(bytes))
                    .isEqualTo(ByteStream.find(bytes, lengthSize));
        }
    }

    @Test
    void replaceLengths_wholeUnits_makesAByteStreamInPlace() {
        byte[] bytes = {0, 0, 0, 2, 9, 16, 0, 0, 0, 3, 65, 7, 8};
        assertThat(ByteStream.replaceLengths(bytes)).isTrue();
        assertThat(bytes).containsExactly(0, 0, 0, 1, 9, 16, 0, 0, 0, 1, 65, 7, 8);
    }

    @Test
    void replaceLengths_damaged_isLeftAsItIs() {
        for (byte[] bytes : List.of(
                new byte[] {0, 0, 0, 1, 9, 0, 0, 0, 9, 65},
                new byte[] {0, 0, 0, 1, 9, 0, 0, 0, 0},
                new byte[] {0, 0, 0, 1, 9, 0, 0},
                new byte[] {-1, -1, -1, -1, 9},
                new byte[] {127, -1, -1, -1, 9})) {
            byte[] before = bytes.clone();
            assertThat(ByteStream.replaceLengths(bytes)).isFalse();
            assertThat(bytes).isEqualTo(before);
        }
    }
}
