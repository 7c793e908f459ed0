// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final String TEXT = "Grüße, 世界 🎥".repeat(40);

    /** Puts messages together. */
    private static final class Messages implements Frames.Reader {
        final List<String> heard = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onText(String part, boolean last) {
            text.append(part);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
        }

        @Override
        public void onBinary(boolean last) {
            heard.add("binary");
        }

        @Override
        public void onControl(int opcode, ByteBuffer payload) {
            heard.add(opcode + ":" + StandardCharsets.UTF_8.decode(payload));
        }
    }

    private static ByteBuffer frame(boolean last, int opcode, byte[] payload) {
        var frame = ByteBuffer.allocate(4 + payload.length).put((byte) ((last ? 0x80 : 0) | opcode));
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else {
            frame.put((byte) 126).putShort((short) payload.length);
        }
        return frame.put(payload).flip();
    }

    @Test
    void next_framesCutAnywhere_areTheSameMessages() throws Exception {
        var octets = TEXT.getBytes(StandardCharsets.UTF_8);
        int cut = 11; // within a character
        var stream = ByteBuffer.allocate(4096);
        stream.put(frame(false, Frames.TEXT, java.util.Arrays.copyOf(octets, cut)));
        stream.put(frame(true, Frames.PING, "hi".getBytes(StandardCharsets.UTF_8)));
        stream.put(frame(true, 0, java.util.Arrays.copyOfRange(octets, cut, octets.length)));
        stream.put(frame(true, 2, new byte[3]));
        stream.put(frame(true, Frames.TEXT, new byte[0]));
        stream.flip();
        var random = new Random(1);
        for (int round = 0; round < 200; round++) {
            var frames = new Frames();
            var messages = new Messages();
            for (var rest = stream.duplicate(); rest.hasRemaining(); ) {
                int length = Math.min(1 + random.nextInt(round + 1), rest.remaining());
                frames.add(rest.slice(rest.position(), length));
                rest.position(rest.position() + length);
                while (frames.next(messages)) {}
            }
            assertThat(messages.heard.stream().filter(m -> !m.equals("binary"))).containsExactly("9:hi", TEXT, "");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536})
    void frame_anyLength_isMasked(int length) {
        var payload = new byte[length];
        new Random(length).nextBytes(payload);
        var frame = Frames.frame(Frames.TEXT, payload);
        int header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
        assertThat(frame.remaining()).isEqualTo(header + 4 + length);
        for (int i = 0; i < length; i++) {
            assertThat((byte) (frame.get(header + 4 + i) ^ frame.get(header + i % 4)))
                    .isEqualTo(payload[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "83 00",
                "c1 00",
                "81 80",
                "89 7e 00 80",
                "09 00",
                "80 00",
                "8b 00",
                "81 01 ff",
                "81 7f ff ff ff ff ff ff ff ff",
                "01 00 81 00"
            })
    void next_whatNoServerMaySend_isRefused(String octets) {
        var frames = new Frames();
        var bytes = new java.io.ByteArrayOutputStream();
        for (var octet : octets.split(" ")) {
            bytes.write(Integer.parseInt(octet, 16));
        }
        bytes.writeBytes(new byte[10]);
        frames.add(ByteBuffer.wrap(bytes.toByteArray()));
        assertThatThrownBy(() -> {
                    while (frames.next(new Messages())) {}
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void next_randomOctets_neverFailOtherwise() {
        var random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            var octets = new byte[random.nextInt(60)];
            random.nextBytes(octets);
            var frames = new Frames();
            frames.add(ByteBuffer.wrap(octets));
            try {
                while (frames.next(new Messages())) {}
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("server");
            }
        }
    }
}
