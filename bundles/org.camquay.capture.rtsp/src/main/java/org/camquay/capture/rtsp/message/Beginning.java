// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** How a message begins, and where its head ends. */
enum Beginning {
    /** Words of RTSP, or of HTTP. */
    WORDS,
    /** What may become such words. */
    TOO_SHORT,
    /** Something else. */
    NONE;

    private static final byte[][] KNOWN = Stream.of(
                    "RTSP/",
                    "HTTP/",
                    "OPTIONS ",
                    "ANNOUNCE ",
                    "REDIRECT ",
                    "SET_PARAMETER ",
                    "GET_PARAMETER ",
                    "PLAY_NOTIFY ",
                    "TEARDOWN ",
                    "DESCRIBE ",
                    "PLAY ",
                    "PAUSE ",
                    "RECORD ",
                    "SETUP ",
                    "PING ")
            .map(word -> word.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    /** What begins at the position. */
    static Beginning of(ByteBuffer in) {
        for (var word : KNOWN) {
            int same = same(in, word);
            if (same == word.length) {
                return WORDS;
            } else if (same == in.remaining()) {
                return TOO_SHORT;
            }
        }
        return NONE;
    }

    private static int same(ByteBuffer in, byte[] word) {
        int count = 0;
        while (count < word.length && count < in.remaining() && in.get(in.position() + count) == word[count]) {
            count++;
        }
        return count;
    }

    /** As {@link RtspReader#endOfHead}. */
    static int endOfHead(ByteBuffer in) {
        boolean empty = false;
        int last = Math.min(in.limit(), in.position() + RtspReader.MAX_HEAD);
        for (int at = in.position(); at < last; at++) {
            byte octet = in.get(at);
            if (octet == '\n') {
                if (empty) {
                    return at + 1 - in.position();
                }
                empty = true;
            } else if (octet != '\r') {
                empty = false;
            }
        }
        return -1;
    }
}
