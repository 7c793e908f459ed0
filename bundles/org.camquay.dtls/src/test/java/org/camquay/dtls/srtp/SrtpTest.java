// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.camquay.dtls.srtp.Packets.hex;
import static org.camquay.dtls.srtp.Packets.masterKey;
import static org.camquay.dtls.srtp.Packets.protect;
import static org.camquay.dtls.srtp.Packets.protectRtcp;
import static org.camquay.dtls.srtp.Packets.receiverReport;
import static org.camquay.dtls.srtp.Packets.rtp;
import static org.camquay.dtls.srtp.Packets.unprotect;
import static org.camquay.dtls.srtp.Packets.unprotectRtcp;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpTest {

    private static final int SSRC = 0x1234_5678;

    @ParameterizedTest
    @EnumSource
    void protect_headerWithSourcesAndExtension_staysClearAndComesBack(SrtpProfile profile) {
        // 2 CSRCs, an extension of 1 word, 3 bytes of payload, inside a larger array
        byte[] packet = hex("9260 0001 00000bb8 12345678 00000001 00000002 bede0001 10aa0000 010203");
        byte[] array = new byte[7 + packet.length + profile.rtpOverhead()];
        System.arraycopy(packet, 0, array, 7, packet.length);

        int length = new SrtpSender(masterKey(profile)).protect(array, 7, packet.length);

        assertThat(length).isEqualTo(packet.length + profile.rtpOverhead());
        assertThat(Arrays.copyOfRange(array, 7, 7 + 28)).isEqualTo(Arrays.copyOf(packet, 28));
        assertThat(Arrays.copyOfRange(array, 7 + 28, 7 + 31)).isNotEqualTo(hex("010203"));
        assertThat(new SrtpReceiver(masterKey(profile)).unprotect(array, 7, length))
                .isEqualTo(packet.length);
        assertThat(Arrays.copyOfRange(array, 7, 7 + packet.length)).isEqualTo(packet);
    }

    @ParameterizedTest
    @EnumSource
    void protect_samePacketAgain_givesTheSameBytes(SrtpProfile profile) {
        var sender = new SrtpSender(masterKey(profile));
        byte[] first = protect(sender, rtp(SSRC, 7));

        assertThat(protect(sender, rtp(SSRC, 7))).isEqualTo(first);
        assertThat(protect(sender, rtp(SSRC, 7))).isEqualTo(first);
        protect(sender, rtp(SSRC, 8));
        assertThat(protect(sender, rtp(SSRC, 7))).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void protect_resendAcrossRollOver_keepsTheOldCounter(SrtpProfile profile) {
        var sender = new SrtpSender(masterKey(profile));
        byte[] before = protect(sender, rtp(SSRC, 65535));
        byte[] after = protect(sender, rtp(SSRC, 0));
        assertThat(protect(sender, rtp(SSRC, 65535))).isEqualTo(before);
        assertThat(protect(sender, rtp(SSRC, 0))).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource
    void protect_noRoomForTheTag_isRefused(SrtpProfile profile) {
        var sender = new SrtpSender(masterKey(profile));
        byte[] packet = rtp(SSRC, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> sender.protect(packet, 0, packet.length));
        assertThatIllegalArgumentException().isThrownBy(() -> sender.protectRtcp(packet, 0, packet.length));
        assertThatIllegalArgumentException().isThrownBy(() -> sender.protect(new byte[100], 0, 50));
    }

    @ParameterizedTest
    @EnumSource
    void unprotect_lossAndReorderingOverFourRollOvers_opensAllThatArrive(SrtpProfile profile) {
        var sender = new SrtpSender(masterKey(profile));
        var receiver = new SrtpReceiver(masterKey(profile));
        var random = new Random(3711);
        byte[] held = null;
        int heldNumber = 0;
        for (int i = 30_000; i < 30_000 + 4 * 65_536; i += 1 + random.nextInt(300)) {
            byte[] packet = protect(sender, rtp(SSRC, i & 0xffff));
            if (random.nextInt(10) < 2) {
                continue;
            }
            if (held == null && random.nextInt(3) == 0) {
                held = packet;
                heldNumber = i;
                continue;
            }
            assertThat(unprotect(receiver, packet)).as("packet %d", i).isEqualTo(rtp(SSRC, i & 0xffff));
            if (held != null && i - heldNumber < ReplayWindow.SIZE) {
                assertThat(unprotect(receiver, held))
                        .as("late %d", heldNumber)
                        .isEqualTo(rtp(SSRC, heldNumber & 0xffff));
            }
            held = null;
        }
        assertThat(receiver.forged()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void unprotect_sequenceNumberBeforeTheFirstRollOver_isDropped(SrtpProfile profile) {
        var receiver = new SrtpReceiver(masterKey(profile));
        assertThat(unprotect(receiver, protect(new SrtpSender(masterKey(profile)), rtp(SSRC, 3))))
                .isNotNull();
        assertThat(unprotect(receiver, protect(new SrtpSender(masterKey(profile)), rtp(SSRC, 65534))))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void unprotect_samePacketTwice_isDropped(SrtpProfile profile) {
        var receiver = new SrtpReceiver(masterKey(profile));
        var sender = new SrtpSender(masterKey(profile));
        byte[] first = protect(sender, rtp(SSRC, 1));
        byte[] second = protect(sender, rtp(SSRC, 2));
        byte[] later = protect(sender, rtp(SSRC, 1 + ReplayWindow.SIZE));

        assertThat(unprotect(receiver, second)).isNotNull();
        assertThat(unprotect(receiver, first)).isNotNull();
        assertThat(unprotect(receiver, first)).isNull();
        assertThat(unprotect(receiver, second)).isNull();
        assertThat(unprotect(receiver, later)).isNotNull();
        assertThat(unprotect(receiver, second)).isNull();
        assertThat(unprotect(receiver, first)).as("older than the window").isNull();
        assertThat(receiver.replayed()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void unprotect_anyByteChanged_isDroppedAndTheTrueOneStillOpens(SrtpProfile profile) {
        var receiver = new SrtpReceiver(masterKey(profile));
        byte[] packet = protect(new SrtpSender(masterKey(profile)), rtp(SSRC, 9));
        for (int i = 0; i < packet.length; i++) {
            byte[] changed = packet.clone();
            changed[i] ^= 0x01;
            assertThat(unprotect(receiver, changed)).as("byte %d", i).isNull();
        }
        assertThat(receiver.forged()).isGreaterThan(20);
        assertThat(unprotect(receiver, packet)).isEqualTo(rtp(SSRC, 9));
    }

    @ParameterizedTest
    @EnumSource
    void unprotect_forgedJumpAhead_doesNotMoveTheCounter(SrtpProfile profile) {
        var receiver = new SrtpReceiver(masterKey(profile));
        var sender = new SrtpSender(masterKey(profile));
        assertThat(unprotect(receiver, protect(sender, rtp(SSRC, 65000)))).isNotNull();
        byte[] forged = Arrays.copyOf(rtp(SSRC, 5), 32 + profile.rtpOverhead());
        assertThat(unprotect(receiver, forged)).isNull();
        assertThat(unprotect(receiver, protect(sender, rtp(SSRC, 65001)))).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void unprotect_floodOfStreams_isBounded(SrtpProfile profile) {
        var sender = new SrtpSender(masterKey(profile));
        var receiver = new SrtpReceiver(masterKey(profile));
        for (int ssrc = 1; ssrc <= 1000; ssrc++) {
            byte[] forged = Arrays.copyOf(rtp(-ssrc, 1), 32 + profile.rtpOverhead());
            assertThat(unprotect(receiver, forged)).as("forged").isNull();
        }
        for (int ssrc = 1; ssrc <= 200; ssrc++) {
            byte[] opened = unprotect(receiver, protect(sender, rtp(ssrc, 1)));
            assertThat(opened != null).as("SSRC %d", ssrc).isEqualTo(ssrc <= SrtpReceiver.MAX_STREAMS);
        }
        assertThat(unprotect(receiver, protect(sender, rtp(1, 2)))).isNotNull();
        assertThat(receiver.refused()).isEqualTo(200 - SrtpReceiver.MAX_STREAMS);
    }

    @ParameterizedTest
    @EnumSource
    void rtcp_roundTrip_countsUpAndDropsReplaysAndForgeries(SrtpProfile profile) {
        var sender = new SrtpSender(masterKey(profile));
        var receiver = new SrtpReceiver(masterKey(profile));
        byte[] first = protectRtcp(sender, receiverReport(SSRC));
        byte[] second = protectRtcp(sender, receiverReport(SSRC));

        assertThat(first).hasSize(32 + profile.rtcpOverhead()).isNotEqualTo(second);
        assertThat(unprotectRtcp(receiver, second)).isEqualTo(receiverReport(SSRC));
        assertThat(unprotectRtcp(receiver, first)).isEqualTo(receiverReport(SSRC));
        assertThat(unprotectRtcp(receiver, first)).isNull();
        byte[] third = protectRtcp(sender, receiverReport(SSRC));
        for (int i = 0; i < third.length; i++) {
            byte[] changed = third.clone();
            changed[i] ^= 0x01;
            assertThat(unprotectRtcp(receiver, changed)).as("byte %d", i).isNull();
        }
        assertThat(unprotectRtcp(receiver, third)).isEqualTo(receiverReport(SSRC));
    }

    @ParameterizedTest
    @EnumSource
    void unprotect_randomBytes_neverThrowsAndNeverOpens(SrtpProfile profile) {
        var receiver = new SrtpReceiver(masterKey(profile));
        var random = new Random(7714);
        for (int i = 0; i < 5_000; i++) {
            byte[] packet = new byte[random.nextInt(80)];
            random.nextBytes(packet);
            if (packet.length > 0 && i % 2 == 0) {
                packet[0] = (byte) (0x80 | packet[0] & 0x3f);
            }
            assertThat(receiver.unprotect(packet, 0, packet.length)).isEqualTo(SrtpReceiver.DROPPED);
            assertThat(receiver.unprotectRtcp(packet, 0, packet.length)).isEqualTo(SrtpReceiver.DROPPED);
        }
    }
}
