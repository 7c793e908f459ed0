// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;

/** Bytes for tests: from hex, at random, and back. */
public final class Bytes {

    private Bytes() {}

    public static ByteBuffer hex(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replaceAll("\\s", "")))
                .asReadOnlyBuffer();
    }

    public static String hex(ByteBuffer bytes) {
        return HexFormat.of().formatHex(array(bytes));
    }

    public static byte[] array(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    public static ByteBuffer random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** A NAL unit as an encoder writes it: no start code inside, no zero at the end. */
    public static byte[] nalUnit(Random random, int header, int length) {
        byte[] unit = new byte[length];
        unit[0] = (byte) header;
        int zeros = 0;
        for (int i = 1; i < length; i++) {
            // mostly small values, so that zeros and near start codes are frequent
            int value = random.nextInt(4) == 0 ? random.nextInt(4) : random.nextInt(256);
            if (zeros >= 2 && value <= 3 || i == length - 1 && value == 0) {
                value = 0x80;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            unit[i] = (byte) value;
        }
        return unit;
    }

    public static ByteBuffer annexB(byte[]... units) {
        var stream = new ByteArrayOutputStream();
        for (var unit : units) {
            stream.writeBytes(new byte[] {0, 0, 0, 1});
            stream.writeBytes(unit);
        }
        return ByteBuffer.wrap(stream.toByteArray());
    }
}
