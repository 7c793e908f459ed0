// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamDecoderTest {
    private final List<Octets> frames = new ArrayList<>();

    @Test
    void accept_stunAndChannelDataInAnyPieces_givesEachMessage() {
        var expected = new ArrayList<Octets>();
        var stream = ByteBuffer.allocate(4096);
        for (int length = 0; length < 9; length++) {
            stream.put(Vectors.ALL.get(length % 5));
            expected.add(Octets.wrap(Vectors.ALL.get(length % 5)));
            var bare = ByteBuffer.allocate(4 + length);
            ChannelData.write(bare, 0x4000 + length, ByteBuffer.wrap(new byte[length]));
            expected.add(Octets.wrap(bare.array()));
            ChannelData.writePadded(stream, 0x4000 + length, ByteBuffer.wrap(new byte[length]));
        }
        stream.flip();
        var random = new Random(6062);
        for (int round = 0; round < 300; round++) {
            frames.clear();
            var decoder = new StunStreamDecoder();
            int piece = round < 20 ? round + 1 : 0;
            for (var rest = stream.duplicate(); rest.hasRemaining(); ) {
                int size = Math.min(rest.remaining(), piece > 0 ? piece : 1 + random.nextInt(200));
                var part = ByteBuffer.allocate(size)
                        .put(rest.slice(rest.position(), size))
                        .flip();
                rest.position(rest.position() + size);
                assertThat(decoder.accept(part, frame -> frames.add(Octets.copyOf(frame))))
                        .isTrue();
                assertThat(part.hasRemaining()).isFalse();
            }
            assertThat(frames).isEqualTo(expected);
        }
    }

    @Test
    void accept_garbage_saysSoForEver() {
        for (var garbage : List.of("16030102", "50000000", "00010003", "ffffffff")) {
            var decoder = new StunStreamDecoder();
            assertThat(decoder.accept(ByteBuffer.wrap(Vectors.hex(garbage)), this::keep))
                    .isFalse();
            assertThat(decoder.accept(ByteBuffer.wrap(Vectors.REQUEST), this::keep))
                    .isFalse();
        }
        var noCookie = Vectors.REQUEST.clone();
        noCookie[4] = 0;
        assertThat(new StunStreamDecoder().accept(ByteBuffer.wrap(noCookie), this::keep))
                .isFalse();
        assertThat(frames).isEmpty();
    }

    @Test
    void accept_legacyChannels_whereTheyAreTaken() {
        var decoder = new StunStreamDecoder(StunStreamDecoder.MAX_FRAME, ChannelData.MAX_LEGACY_CHANNEL);
        assertThat(decoder.accept(ByteBuffer.wrap(Vectors.hex("7fff000101000000")), this::keep))
                .isTrue();
        assertThat(frames).hasSize(1);
        assertThat(decoder.accept(ByteBuffer.wrap(Vectors.hex("80000000")), this::keep))
                .isFalse();
    }

    @Test
    void accept_longerThanTheLimit_saysSoFromTheHeader() {
        var decoder = new StunStreamDecoder(108);
        assertThat(decoder.accept(ByteBuffer.wrap(Vectors.REQUEST), this::keep)).isTrue();
        assertThat(frames).hasSize(1);
        assertThat(decoder.accept(ByteBuffer.wrap(Vectors.hex("40")), this::keep))
                .isTrue();
        assertThat(decoder.accept(ByteBuffer.wrap(Vectors.hex("000069")), this::keep))
                .isFalse();
    }

    @Test
    void accept_randomOctets_neverThrows() {
        var random = new Random(4571);
        for (int round = 0; round < 5000; round++) {
            var decoder = new StunStreamDecoder(2000);
            var packets = new PacketStreamDecoder(1500);
            boolean open = true;
            for (int i = 0; i < 20; i++) {
                var part = new byte[random.nextInt(300)];
                random.nextBytes(part);
                if (i == 0 && part.length > 1) {
                    part[0] = (byte) (random.nextBoolean() ? 0x40 : 0);
                    part[2 % part.length] = 0;
                }
                boolean still = decoder.accept(ByteBuffer.wrap(part), frame -> {});
                assertThat(still && !open).isFalse();
                open = still;
                packets.accept(
                        ByteBuffer.wrap(part),
                        packet -> assertThat(packet.remaining()).isBetween(0, 1500));
            }
        }
    }

    @Test
    void packets_inAnyPieces_comeOutWhole() {
        var stream = ByteBuffer.allocate(9000);
        var expected = new ArrayList<Octets>();
        for (int length : new int[] {0, 1, 1500, 2, 0, 3000, 5}) {
            var packet = new byte[length];
            new Random(length).nextBytes(packet);
            PacketStreamDecoder.write(stream, ByteBuffer.wrap(packet));
            expected.add(Octets.wrap(packet));
        }
        stream.flip();
        for (int piece : new int[] {1, 2, 3, 7, 700, 1502, 9000}) {
            frames.clear();
            var decoder = new PacketStreamDecoder(3000);
            for (var rest = stream.duplicate(); rest.hasRemaining(); ) {
                int size = Math.min(rest.remaining(), piece);
                assertThat(decoder.accept(rest.slice(rest.position(), size), this::keep))
                        .isTrue();
                rest.position(rest.position() + size);
            }
            assertThat(frames).isEqualTo(expected);
        }
        assertThat(new PacketStreamDecoder(2999).accept(stream, this::keep)).isFalse();
    }

    private void keep(ByteBuffer frame) {
        frames.add(Octets.copyOf(frame));
    }
}
