// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerMessagesTest {
    private static final int CLIENT_HELLO = 1;
    private static final int CERTIFICATE = 11;

    private final PeerMessages messages = new PeerMessages();

    @Test
    void take_fragmentsInAnyOrderAndTwice_isOneMessage() {
        var random = new Random(6347);
        byte[] body = new byte[500];
        random.nextBytes(body);
        var fragments = new ArrayList<>(Datagrams.split(message(CLIENT_HELLO, 0, body.length, 0, body), 60));
        fragments.addAll(Datagrams.split(message(CLIENT_HELLO, 0, body.length, 0, body), 70));
        Collections.shuffle(fragments, random);
        fragments.forEach(messages::take);
        assertThat(messages.areOfUse()).isTrue();
        var whole = messages.handOver();
        assertThat(whole).hasSize(1);
        assertThat(whole.get(0)).endsWith(body).hasSize(25 + body.length);
        assertThat(messages.areOfUse()).isFalse();
    }

    @Test
    void take_oneFragmentMissing_isOfNoUse() {
        var fragments = Datagrams.split(message(CLIENT_HELLO, 0, 500, 0, new byte[500]), 60);
        fragments.subList(0, fragments.size() - 1).forEach(messages::take);
        assertThat(messages.areOfUse()).isFalse();
        assertThat(messages.handOver()).isEmpty();
    }

    @Test
    void take_thousandsOfEmptyMessages_areBounded() {
        int kept = 0;
        for (int number = 0; number < 60_000; number++) {
            messages.take(message(0, number, 0, 0, new byte[0]));
            kept += messages.handOver().size();
        }
        assertThat(kept).isLessThan(PeerMessages.MAX_BYTES / 60);
    }

    @Test
    void take_laterMessageFirst_handsOverInOrder() {
        messages.take(message(14, 1, 0, 0, new byte[0]));
        assertThat(messages.areOfUse()).isFalse();
        messages.take(message(CERTIFICATE, 0, 3, 0, new byte[3]));
        assertThat(messages.areOfUse()).isTrue();
        assertThat(messages.handOver()).extracting(record -> record[13]).containsExactly((byte) CERTIFICATE, (byte) 14);
    }

    @Test
    void take_fragmentOfAnotherMessageWithTheSameNumber_isLeftOut() {
        messages.take(message(CLIENT_HELLO, 0, 4, 0, new byte[2]));
        messages.take(message(CERTIFICATE, 0, 4, 2, new byte[2]));
        messages.take(message(CLIENT_HELLO, 0, 5, 2, new byte[2]));
        assertThat(messages.areOfUse()).isFalse();
        messages.take(message(CLIENT_HELLO, 0, 4, 2, new byte[2]));
        assertThat(messages.areOfUse()).isTrue();
    }

    @Test
    void take_fragmentBeyondItsMessage_isLeftOut() {
        messages.take(message(CLIENT_HELLO, 0, 4, 3, new byte[2]));
        messages.take(message(CLIENT_HELLO, 0, 4, 0xfffffe, new byte[4]));
        assertThat(messages.handOver()).isEmpty();
    }

    @Test
    void take_moreThanAHandshakeNeeds_keepsABoundedPart() {
        for (int number = 0; number < 100; number++) {
            messages.take(message(CERTIFICATE, number, 16_000, 0, new byte[100]));
        }
        for (int number = 0; number < 16; number++) {
            for (byte[] fragment : Datagrams.split(message(CERTIFICATE, number, 16_000, 0, new byte[16_000]), 1_000)) {
                messages.take(fragment);
            }
        }
        int kept =
                messages.handOver().stream().mapToInt(record -> record.length).sum();
        assertThat(kept).isBetween(16_000, PeerMessages.MAX_BYTES + 1_000);
    }

    @Test
    void rest_protectedRecords_followAChangeOfCipherSpec() {
        byte[] record = message(CERTIFICATE, 0, 3, 0, new byte[3]);
        record[4] = 1;
        for (int i = 0; i < 100; i++) {
            messages.take(record);
        }
        assertThat(messages.areOfUse()).isTrue();
        assertThat(messages.rest()).hasSizeLessThan(20).first().isEqualTo(new byte[] {
            20, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1
        });
    }

    @Test
    void rest_alerts_comeOnceAndAreBounded() {
        byte[] alert = {21, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 1, 0};
        for (int i = 0; i < 100; i++) {
            messages.take(alert);
        }
        assertThat(messages.areOfUse()).isTrue();
        assertThat(messages.rest()).hasSizeBetween(1, 10);
        assertThat(messages.areOfUse()).isFalse();
        assertThat(messages.rest()).isEmpty();
    }

    @Test
    void tookRepetition_lastMessageHandedOverAgain_saysSoOnce() {
        byte[] hello = message(CLIENT_HELLO, 0, 4, 0, new byte[4]);
        messages.take(hello);
        messages.take(hello);
        assertThat(messages.tookRepetition()).as("we have not answered yet").isFalse();
        messages.handOver();
        messages.take(hello);
        assertThat(messages.tookRepetition()).isTrue();
        assertThat(messages.tookRepetition()).isFalse();
    }

    @Test
    void take_garbage_neverThrows() {
        var random = new Random(9147);
        var example = message(CLIENT_HELLO, 0, 200, 0, new byte[200]);
        int sound = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] datagram = i % 2 == 0 ? Datagrams.garbage(random, example) : example.clone();
            for (int j = 0; j < 1 + random.nextInt(3); j++) {
                datagram[random.nextInt(Math.min(30, datagram.length))] = (byte) random.nextInt();
            }
            if (DtlsRecords.areSound(datagram)) {
                sound++;
                messages.take(datagram);
            }
        }
        assertThat(sound).isPositive();
        List<byte[]> whole = messages.handOver();
        assertThat(whole.stream().mapToInt(record -> record.length).sum()).isLessThan(2 * PeerMessages.MAX_BYTES);
    }

    /** A record with one fragment. */
    private static byte[] message(int type, int number, int length, int offset, byte[] part) {
        return ByteBuffer.allocate(25 + part.length)
                .put(new byte[] {22, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 0})
                .putShort((short) (12 + part.length))
                .putInt(type << 24 | length)
                .putShort((short) number)
                .put((byte) (offset >> 16))
                .putShort((short) offset)
                .put((byte) (part.length >> 16))
                .putShort((short) part.length)
                .put(part)
                .array();
    }
}
