// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.camquay.capture.rtsp.message.RtspMessage.Request;
import org.camquay.capture.rtsp.message.RtspMessage.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtspReaderTest {
    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=x\r\nm=audio 0 RTP/AVP 8\r\n";

    private final List<Object> seen = new ArrayList<>();
    private final RtspReader reader = new RtspReader(new RtspReader.Listener() {
        @Override
        public void onMessage(RtspMessage message) {
            seen.add(message);
        }

        @Override
        public void onPacket(int channel, ByteBuffer packet) {
            var bytes = new byte[packet.remaining()];
            packet.get(bytes);
            seen.add(channel + ":" + new String(bytes, StandardCharsets.ISO_8859_1));
        }
    });

    private boolean read(String text) {
        return reader.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String packet(int channel, String rest) {
        int length = rest.length() + 1;
        return "$" + (char) channel + (char) (length >> 8) + (char) (length & 0xff) + "\u0080" + rest;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 10_000})
    void stream_inPiecesOfAnySize_isTakenApart(int size) {
        var text = "RTSP/1.0 200 OK\r\nCSeq: 1\r\ncontent-length: " + SDP.length()
                + "\r\nContent-Type: application/sdp\r\n\r\n" + SDP
                + packet(0, "first") + "\0\u00ff junk" + packet(1, "x".repeat(300)) + "\r\n"
                + "OPTIONS rtsp://a/ RTSP/1.0\nCSeq: 7\n\n" + "$\2\0\0" + packet(2, "third")
                + "RTSP/1.0 454 Session Not Found\r\nX-Odd: a\r\n  b\r\n\tc\r\n\r\n";
        for (int at = 0; at < text.length(); at += size) {
            assertThat(read(text.substring(at, Math.min(text.length(), at + size))))
                    .isTrue();
        }
        assertThat(seen).hasSize(6);
        assertThat((Response) seen.get(0))
                .extracting(Response::status, Response::body)
                .containsExactly(200, SDP);
        assertThat(seen.subList(1, 3)).containsExactly("0:\u0080first", "1:\u0080" + "x".repeat(300));
        assertThat((Request) seen.get(3))
                .extracting(Request::method, Request::uri)
                .containsExactly("OPTIONS", "rtsp://a/");
        assertThat(seen.get(4)).isEqualTo("2:\u0080third");
        assertThat(((Response) seen.get(5)).headers().first("x-odd")).contains("a b c");
    }

    @Test
    void body_withoutLength_endsWhereSomethingElseBegins() {
        read("RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Type: application/sdp\r\n\r\n" + SDP);
        assertThat(seen).isEmpty();
        assertThat(reader.isInBody()).isTrue();
        read(packet(4, "y"));
        assertThat(seen).hasSize(2);
        assertThat(((Response) seen.get(0)).body()).isEqualTo(SDP);
    }

    @Test
    void body_withoutLength_endsWithQuiet() {
        read("RTSP/1.0 200 OK\r\nContent-Type: application/sdp\r\n\r\n" + SDP);
        reader.quiet();
        assertThat(((Response) seen.get(0)).body()).isEqualTo(SDP);
        read(packet(4, "y"));
        assertThat(seen).hasSize(2);
    }

    @Test
    void dollar_inJunk_isNoPacket() {
        read("ju$nk$$" + packet(0, "right"));
        assertThat(seen).containsExactly("0:\u0080right");
    }

    @Test
    void head_withoutEnd_isRefused() {
        var line = "X: " + "y".repeat(1000) + "\r\n";
        assertThat(read("RTSP/1.0 200 OK\r\n")).isTrue();
        boolean open = true;
        for (int i = 0; i < 20 && open; i++) {
            open = read(line);
        }
        assertThat(open).isFalse();
    }

    @Test
    void body_ofGreatLength_isRefused() {
        assertThat(read("RTSP/1.0 200 OK\r\nContent-Length: 999999999\r\n\r\n")).isFalse();
    }

    @Test
    void reader_thatIsStopped_saysNothingMore() {
        var stopped = new RtspReader[1];
        var count = new int[1];
        stopped[0] = new RtspReader(new RtspReader.Listener() {
            @Override
            public void onMessage(RtspMessage message) {
                count[0]++;
                stopped[0].stop();
            }

            @Override
            public void onPacket(int channel, ByteBuffer packet) {
                count[0]++;
            }
        });
        stopped[0].read(
                ByteBuffer.wrap(("RTSP/1.0 200 OK\r\n\r\n" + packet(0, "late")).getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(count[0]).isOne();
    }

    @Test
    void status_thatIsNoNumber_isZero() {
        read("RTSP/1.0 fine\r\n\r\n");
        assertThat(((Response) seen.get(0)).status()).isZero();
    }
}
