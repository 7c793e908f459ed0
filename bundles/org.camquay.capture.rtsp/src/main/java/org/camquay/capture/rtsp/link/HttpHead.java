// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.camquay.capture.rtsp.message.Headers;
import org.camquay.capture.rtsp.message.RtspMessage;
import org.camquay.capture.rtsp.message.RtspMessage.Response;
import org.camquay.capture.rtsp.message.RtspReader;

/** The head of an answer of HTTP, whatever comes behind it. Only on one thread. */
final class HttpHead {
    private final ByteBuffer kept = ByteBuffer.allocate(RtspReader.MAX_HEAD);
    private boolean done;

    /** Takes what belongs to the head; the answer when that was all of it, once. Behind it, nothing is taken. */
    Optional<Response> read(ByteBuffer bytes) {
        while (!done && bytes.hasRemaining() && kept.hasRemaining()) {
            byte octet = bytes.get();
            kept.put(octet);
            if (octet == '\n' && RtspReader.endOfHead(kept.duplicate().flip()) > 0) {
                done = true;
                var head = new String(kept.array(), 0, kept.position(), StandardCharsets.ISO_8859_1);
                return RtspMessage.parse(head.strip())
                        .filter(Response.class::isInstance)
                        .map(Response.class::cast)
                        .or(() -> Optional.of(new Response(0, "", Headers.NONE, "")));
            }
        }
        return Optional.empty();
    }

    /** Whether it does not end where it should. */
    boolean isTooLong() {
        return !done && !kept.hasRemaining();
    }
}
