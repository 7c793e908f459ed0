// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.capture.rtsp.auth.Authorization;
import org.camquay.capture.rtsp.auth.Challenge;
import org.camquay.capture.rtsp.auth.Credentials;
import org.camquay.capture.rtsp.message.RtspMessage;
import org.camquay.capture.rtsp.message.RtspReader;
import org.camquay.capture.rtsp.message.SessionId;
import org.camquay.capture.rtsp.message.Transport;

/** What a camera sends over its connection: answers, requests, packets between them, and octets that are neither. */
public final class RtspFuzz {
    private RtspFuzz() {}

    /** However the connection is cut, the messages and packets are the same, and each field can be read. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        int piece = 1 + (data[0] & 0x3f);
        var whole = read(data, data.length);
        var pieces = read(data, piece);
        if (!whole.equals(pieces)) {
            throw new AssertionError("pieces of " + piece + " give " + pieces + ", all at once gives " + whole);
        }
    }

    private static List<String> read(byte[] data, int piece) {
        var found = new ArrayList<String>();
        var reader = new RtspReader(new RtspReader.Listener() {
            @Override
            public void onMessage(RtspMessage message) {
                use(message);
                found.add(message.toString());
            }

            @Override
            public void onPacket(int channel, ByteBuffer packet) {
                found.add(channel + ": " + packet.remaining() + " " + packet.hashCode());
            }
        });
        for (int at = 1; at < data.length; at += piece) {
            if (!reader.read(ByteBuffer.wrap(data, at, Math.min(piece, data.length - at)))) {
                found.add("ended");
                break;
            }
        }
        return found;
    }

    private static void use(RtspMessage message) {
        var headers = message.headers();
        headers.first("Transport").ifPresent(Transport::parse);
        headers.first("Session").ifPresent(SessionId::parse);
        RtspMessage.list(headers, "Public");
        ControlUri.of(
                ControlUri.base("rtsp://camera/live", headers.first("Content-Base"), headers.first("Content-Location")),
                headers.first("Location"));
        var challenges = headers.all("WWW-Authenticate");
        Challenge.parse(challenges).forEach(Challenge::toString);
        var authorization =
                new Authorization(Optional.of(new Credentials("user", "password")), () -> "0123456789abcdef");
        for (int tries = 0; authorization.refused(challenges, tries) == Authorization.Verdict.AGAIN; tries++) {
            var field = authorization.field("DESCRIBE", "rtsp://camera/live").orElse("");
            if (field.contains("\r") || field.contains("\n")) {
                throw new AssertionError("the request has the field " + field);
            }
            if (tries > 8) {
                throw new AssertionError("asked for ever: " + challenges);
            }
        }
    }
}
