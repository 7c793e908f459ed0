// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StunFuzzTest {
    private static final StunKey KEY = StunKey.shortTerm(Vectors.PASSWORD);
    private static final int ROUNDS = 60_000;

    @Test
    void decode_mutatedMessages_neverThrows() {
        var random = new Random(8489);
        var builder = StunMessage.request(StunMethod.ALLOCATE);
        StunMessageTest.everyAttribute().forEach(builder::add);
        var rich = builder.integrity(KEY).fingerprint().build().toArray();
        int decoded = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var seed = round % 2 == 0 ? rich : Vectors.ALL.get(random.nextInt(Vectors.ALL.size()));
            var wire = seed.clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                // Mostly behind the header, which has little to get wrong.
                int at = random.nextInt(8) == 0 ? random.nextInt(20) : 20 + random.nextInt(wire.length - 20);
                wire[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(5));
            }
            decoded += look(wire);
        }
        assertThat(decoded).isBetween(ROUNDS / 20, ROUNDS - 1);
    }

    @Test
    void decode_randomAttributes_neverThrowsAndStaysTheSame() {
        var random = new Random(8656);
        int decoded = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var wire = ByteBuffer.allocate(20 + 4 * random.nextInt(40));
            random.nextBytes(wire.array());
            wire.putShort(0, (short) random.nextInt(0x4000)).putShort(2, (short) (wire.capacity() - 20));
            wire.putInt(4, 0x2112A442);
            for (int at = 20; at + 4 <= wire.capacity(); ) {
                int length = random.nextInt(24);
                wire.putShort(at, (short) (random.nextInt(0x30) | (random.nextBoolean() ? 0x8000 : 0)));
                wire.putShort(at + 2, (short) length);
                at += 4 + (length + 3) / 4 * 4;
            }
            decoded += look(wire.array());
        }
        assertThat(decoded).isGreaterThan(ROUNDS / 20);
    }

    /** Calls all that reads; 1 if it was a message. */
    private static int look(byte[] wire) {
        var buffer = ByteBuffer.wrap(wire);
        if (Stun.isStun(buffer)) {
            Stun.username(buffer);
            Stun.usernameFragment(buffer);
        }
        var message = StunMessage.decode(wire);
        if (message.isEmpty()) {
            return 0;
        }
        var read = message.get();
        read.verify(KEY);
        read.verifySha1(KEY);
        read.verifyFingerprint();
        assertThat(read.toString()).isNotEmpty();
        assertThat(read.toArray()).isEqualTo(wire);
        // What was read can be written: the same attributes come back.
        var again = new StunMessageBuilder(read.messageClass(), read.method(), read.transactionId());
        read.attributes().stream()
                .filter(attribute -> Protection.NONE.with(attribute.type().number(), 0) == Protection.NONE)
                .forEach(again::add);
        var reread = StunMessage.decode(again.build().toArray()).orElseThrow();
        assertThat(reread.attributes()).isEqualTo(again.build().attributes());
        return 1;
    }

    @Test
    void unknownRequired_asManyAsFit_takesNoLongTime() {
        var wire = ByteBuffer.allocate(20 + 0xFFFC);
        wire.putShort((short) 1).putShort((short) 0xFFFC).putInt(0x2112A442).position(20);
        for (int type = 0x1000; wire.hasRemaining(); type++) {
            wire.putShort((short) type).putShort((short) 0);
        }
        var message = Vectors.decoded(wire.array());
        var start = System.nanoTime();
        assertThat(message.unknownRequired()).hasSize(0xFFFC / 4);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
}
