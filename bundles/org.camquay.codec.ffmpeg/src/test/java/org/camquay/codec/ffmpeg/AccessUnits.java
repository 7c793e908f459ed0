// SPDX-License-Identifier: Apache-2.0
package org.camquay.codec.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.camquay.api.media.EncodedFrame;

/** Clips of 24 pictures with an access unit delimiter before each, a key frame every 12. */
final class AccessUnits {
    static final long INTERVAL = 40_000;

    private AccessUnits() {}

    /** @param delimiter the byte after the start code of an access unit delimiter */
    static List<byte[]> read(String resource, int delimiter) {
        byte[] stream;
        try (InputStream in = AccessUnits.class.getResourceAsStream(resource)) {
            stream = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<byte[]> units = new ArrayList<>();
        int begin = 0;
        for (int i = 4; i <= stream.length; i++) {
            if (i == stream.length || begins(stream, i, delimiter)) {
                units.add(Arrays.copyOfRange(stream, begin, i));
                begin = i;
            }
        }
        return units;
    }

    private static boolean begins(byte[] s, int i, int delimiter) {
        return i + 4 < s.length
                && s[i] == 0
                && s[i + 1] == 0
                && s[i + 2] == 0
                && s[i + 3] == 1
                && (s[i + 4] & 0xff) == delimiter;
    }

    static EncodedFrame frame(byte[] unit, int index, long timestamp) {
        var type = index % 12 == 0 ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA;
        return new EncodedFrame(type, timestamp, INTERVAL, timestamp + 7, ByteBuffer.wrap(unit));
    }
}
