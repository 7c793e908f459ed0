// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Texts out of buffers. */
final class Text {
    private Text() {}

    /** Takes so many octets as a head; whatever they are, nothing is lost. */
    static String latin(ByteBuffer in, int octets) {
        return new String(take(in, octets), StandardCharsets.ISO_8859_1).strip();
    }

    /** Takes so many octets as a body. */
    static String utf8(ByteBuffer in, int octets) {
        return new String(take(in, octets), StandardCharsets.UTF_8);
    }

    private static byte[] take(ByteBuffer in, int octets) {
        var bytes = new byte[octets];
        in.get(bytes);
        return bytes;
    }

    /** Octets of a message's body; -1 if it has one and does not say how long it is, as some cameras with their description. */
    static int length(RtspMessage message) {
        int told = message.headers().number("Content-Length");
        if (told < 0
                && message.headers()
                        .first("Content-Type")
                        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("application/sdp"))
                        .isPresent()) {
            return -1;
        }
        return Math.max(0, told);
    }

    /** Octets of a session description that something else follows; -1 if nothing does yet. Its lines are {@code x=…}. */
    static int endOfDescription(ByteBuffer in) {
        int line = in.position();
        for (int at = line; at < in.limit(); at++) {
            byte octet = in.get(at);
            boolean ends = octet == '\n' || octet == '\r';
            if (at == line && !ends && (octet < 'a' || octet > 'z') || at == line + 1 && octet != '=') {
                return line - in.position();
            }
            line = ends ? at + 1 : line;
        }
        return -1;
    }
}
