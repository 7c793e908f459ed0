// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes and spoils datagrams. */
final class Datagrams {

    private Datagrams() {}

    /** Random bytes, or a true datagram with its payload spoiled, cut or in another epoch. */
    static byte[] garbage(Random random, byte[] datagram) {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        switch (random.nextInt(3)) {
            case 0 -> bytes[0] = (byte) (20 + random.nextInt(44));
            case 1 -> {
                bytes = Arrays.copyOf(datagram, datagram.length - 1 - random.nextInt(datagram.length - 1));
            }
            default -> {
                bytes = datagram.clone();
                bytes[3] = (byte) (1 + random.nextInt(100));
            }
        }
        return bytes;
    }

    static void assertFragment(byte[] datagram) {
        var bytes = ByteBuffer.wrap(datagram);
        assertThat(datagram[0]).isEqualTo((byte) 22);
        assertThat(bytes.getInt(13) & 0xffffff).isGreaterThan(bytes.getInt(21) & 0xffffff);
    }

    static boolean isClientHello(byte[] datagram) {
        return datagram[0] == 22 && datagram[4] == 0 && datagram[13] == 1;
    }

    /** Cuts a ClientHello into fragments, each a record of its own in a datagram of its own. */
    static List<byte[]> split(byte[] datagram, int size) {
        int length = datagram.length - 25;
        var fragments = new ArrayList<byte[]>();
        for (int at = 0; at < length; at += size) {
            int part = Math.min(size, length - at);
            byte[] fragment = ByteBuffer.allocate(25 + part)
                    .put(datagram, 0, 11)
                    .putShort((short) (12 + part))
                    .put(datagram, 13, 6)
                    .put((byte) 0)
                    .putShort((short) at)
                    .put((byte) 0)
                    .putShort((short) part)
                    .put(datagram, 25 + at, part)
                    .array();
            fragments.add(renumber(fragment, 0, fragments.size()));
        }
        return fragments;
    }

    /** Makes room in the sequence numbers of all unprotected records for the fragments. */
    static byte[] renumbered(byte[] datagram) {
        byte[] copy = datagram.clone();
        for (int at = 0; at < copy.length; at += 13 + ByteBuffer.wrap(copy).getShort(at + 11)) {
            if (copy[at + 4] == 0) {
                renumber(copy, at, 0);
            }
        }
        return copy;
    }

    static byte[] renumber(byte[] datagram, int at, int fragment) {
        datagram[at + 10] = (byte) (datagram[at + 10] * 8 + fragment);
        return datagram;
    }
}
