// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.camquay.rtp.Bytes;
import org.camquay.rtp.HeaderExtension;
import org.camquay.rtp.RtpHeaderTemplate;
import org.junit.jupiter.api.Test;

class H264PacketizerTest {

    private static final HexFormat HEX = HexFormat.of();

    private final H264Packetizer packetizer = new H264Packetizer(32);

    @Test
    void packetize_parameterSetsAndSmallSlice_shareAPacket() {
        // delimiter dropped; STAP-A (24) with the highest nal_ref_idc, 3
        var payloads = packetizer.packetize(Bytes.hex("00000001 0910 00000001 2742c01f 00000001 68ce38 000001 658884"));

        assertThat(Wire.hex(payloads))
                .containsExactly("78" + "0004" + "2742c01f" + "0003" + "68ce38" + "0003" + "658884");
        assertThat(payloads.get(0).marker()).isTrue();
        assertThat(payloads.get(0).timestampOffset()).isZero();
    }

    @Test
    void packetize_oneSmallUnit_isSentAsItIs() {
        var payloads = packetizer.packetize(Bytes.hex("000001 419a246c"));

        assertThat(Wire.hex(payloads)).containsExactly("419a246c");
        assertThat(payloads.get(0).marker()).isTrue();
    }

    @Test
    void packetize_largeUnit_isFragmentedEvenly() {
        // 64 bytes behind the header do not fit 2 x 30: three fragments of 22, 22 and 20
        var slice = "65" + HEX.formatHex(new byte[64]).replace("00", "ab");
        var payloads = packetizer.packetize(Bytes.hex("000001 6742 000001" + slice));

        assertThat(Wire.hex(payloads))
                .containsExactly("6742", "7c85" + "ab".repeat(22), "7c05" + "ab".repeat(22), "7c45" + "ab".repeat(20));
        assertThat(payloads).extracting(RtpPayload::marker).containsExactly(false, false, false, true);
    }

    @Test
    void packetize_unitAfterFragments_carriesTheMarker() {
        var payloads = packetizer.packetize(Bytes.hex("000001 65" + "ab".repeat(40) + "000001 0605 000001 41"));

        assertThat(payloads).extracting(RtpPayload::marker).containsExactly(false, false, true);
        assertThat(Wire.hex(payloads).get(2)).isEqualTo("58" + "00020605" + "000141");
    }

    @Test
    void packetize_unitsThatExactlyFillAPacket_stayTogether() {
        // 1 + 2 + 13 + 2 + 14 = 32
        var fits = packetizer.packetize(Bytes.hex("000001 41" + "aa".repeat(12) + "000001 41" + "bb".repeat(13)));
        var doesNot = packetizer.packetize(Bytes.hex("000001 41" + "aa".repeat(13) + "000001 41" + "bb".repeat(13)));
        var whole = packetizer.packetize(Bytes.hex("000001 41" + "aa".repeat(31)));
        var oneMore = packetizer.packetize(Bytes.hex("000001 41" + "aa".repeat(32)));

        assertThat(fits).extracting(RtpPayload::length).containsExactly(32);
        assertThat(doesNot).extracting(RtpPayload::length).containsExactly(14, 14);
        assertThat(whole).extracting(RtpPayload::length).containsExactly(32);
        assertThat(oneMore).extracting(RtpPayload::length).containsExactly(18, 18);
    }

    @Test
    void packetize_nothingToSend_isEmpty() {
        assertThat(packetizer.packetize(Bytes.hex(""))).isEmpty();
        assertThat(packetizer.packetize(Bytes.hex("6742c01f"))).isEmpty();
        assertThat(packetizer.packetize(Bytes.hex("00000001 0910 000001 0a 000001 0b 000001 0cffff80")))
                .isEmpty();
        // types above 23 mean something else in RTP
        assertThat(packetizer.packetize(Bytes.hex("000001 78aa 000001 7c85aa"))).isEmpty();
    }

    @Test
    void packetize_readOnlyAndDirectInput_isLeftUntouched() {
        var direct = ByteBuffer.allocateDirect(64)
                .put(9, (byte) 1)
                .put(10, (byte) 0x65)
                .put(11, (byte) 7);
        direct.position(6).limit(12);

        var payloads = packetizer.packetize(direct);
        direct.clear();

        assertThat(Wire.hex(payloads)).containsExactly("6507");
        assertThat(direct.position()).isZero();
    }

    @Test
    void copyTo_tooSmall_isRefused() {
        var single = packetizer.packetize(Bytes.hex("000001 419a246c")).get(0);
        var aggregate =
                packetizer.packetize(Bytes.hex("000001 419a 000001 41aa")).get(0);
        for (var payload : List.of(single, aggregate)) {
            assertThatThrownBy(() -> payload.copyTo(ByteBuffer.allocate(payload.length() - 1)))
                    .isInstanceOf(BufferOverflowException.class);
            assertThatThrownBy(() -> payload.copyTo(new byte[payload.length()], 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void constructor_sizeOutOfRange_isRefused() {
        assertThatThrownBy(() -> new H264Packetizer(31)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new H264Packetizer(65_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void packetize_randomAccessUnits_fitAndFragmentsAreEqual() {
        var random = new Random(5);
        for (int i = 0; i < 500; i++) {
            int max = 32 + random.nextInt(1400);
            byte[] unit = Bytes.nalUnit(random, 0x65, 1 + random.nextInt(20_000));
            var payloads = new H264Packetizer(max).packetize(Bytes.annexB(unit));
            int size = payloads.get(0).length();
            for (int n = 0; n < payloads.size() - 1; n++) {
                assertThat(payloads.get(n).length()).isEqualTo(size).isLessThanOrEqualTo(max);
                assertThat(payloads.get(n).marker()).isFalse();
            }
            var last = payloads.get(payloads.size() - 1);
            assertThat(last.length()).isLessThanOrEqualTo(size);
            assertThat(last.marker()).isTrue();
        }
    }

    @Test
    void send_everyPayload_allocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported());
        var random = new Random(15);
        var accessUnit = Bytes.annexB(
                Bytes.nalUnit(random, 0x67, 20), Bytes.nalUnit(random, 0x68, 6), Bytes.nalUnit(random, 0x65, 30_000));
        var payloads = new H264Packetizer().packetize(accessUnit);
        var template = new RtpHeaderTemplate(96, 1, List.of(HeaderExtension.ofText(4, "0")));
        byte[] packet = new byte[1500];
        var buffer = ByteBuffer.allocateDirect(1500);
        int rounds = 2000;
        long before = 0;
        for (int round = -rounds; round < rounds; round++) {
            if (round == 0) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            for (int i = 0; i < payloads.size(); i++) {
                var payload = payloads.get(i);
                payload.copyTo(packet, template.write(packet, 0, payload.marker(), i, round));
                template.write(buffer.clear(), payload.marker(), i, round);
                payload.copyTo(buffer);
            }
        }
        long perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / (rounds * payloads.size());

        assertThat(payloads).hasSizeGreaterThan(25);
        assertThat(perPacket).isZero();
    }
}
