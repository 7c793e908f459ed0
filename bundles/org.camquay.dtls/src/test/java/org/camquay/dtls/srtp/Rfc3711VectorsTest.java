// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.dtls.srtp.Packets.hex;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** RFC 3711 appendix B, and the packet that libsrtp tests itself with. */
class Rfc3711VectorsTest {

    private static final SrtpMasterKey MASTER = new SrtpMasterKey(
            SrtpProfile.AES128_CM_HMAC_SHA1_80,
            hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
            hex("0EC675AD498AFEEBB6960B3AABE6"));

    @Test
    void derive_appendixB3_givesItsKeys() {
        assertThat(SessionKeys.derive(MASTER, 0, 16)).isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(SessionKeys.derive(MASTER, 2, 14)).isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(SessionKeys.derive(MASTER, 1, 94))
                .isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA48F0A0ACF3C34E2359E6CDBCE"
                        + "E049646C43D9327AD175578EF7227098 6371C10C9A369AC2F94A8C5FBCDDDC25"
                        + "6D6E919A48B610EF17C2041E47403576 6B68642C59BBFC2F34DB60DBDFB2"));
    }

    @Test
    void sealRtp_appendixB2_givesItsKeyStream() {
        byte[] salt = hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD");
        var cipher = new CounterModePacketCipher(
                new SessionKeys(hex("2B7E151628AED2A6ABF7158809CF4F3C"), new byte[20], salt));
        int blocks = 0xff02;
        byte[] packet = new byte[12 + 16 * blocks + 10];

        cipher.sealRtp(packet, 0, 12, 12 + 16 * blocks, 0);

        assertThat(block(packet, 0)).isEqualTo(hex("E03EAD0935C95E80E166B16DD92B4EB4"));
        assertThat(block(packet, 1)).isEqualTo(hex("D23513162B02D0F72A43A2FE4A5F97AB"));
        assertThat(block(packet, 2)).isEqualTo(hex("41E95B3BB0A2E8DD477901E4FCA894C0"));
        assertThat(block(packet, 0xfeff)).isEqualTo(hex("EC8CDF7398607CB0F2D21675EA9EA1E4"));
        assertThat(block(packet, 0xff00)).isEqualTo(hex("362B7C3C6773516318A077D7FC5073AE"));
        assertThat(block(packet, 0xff01)).isEqualTo(hex("6A2CC3787889374FBEB4C81B17BA6C44"));
    }

    @Test
    void protect_packetOfLibsrtp_givesItsBytes() {
        byte[] plain = hex("800f1234decafbadcafebabeabababababababababababababababab");
        byte[] expected = hex("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");

        assertThat(Packets.protect(new SrtpSender(MASTER), plain)).isEqualTo(expected);
        assertThat(Packets.unprotect(new SrtpReceiver(MASTER), expected)).isEqualTo(plain);
    }

    private static byte[] block(byte[] packet, int number) {
        return Arrays.copyOfRange(packet, 12 + 16 * number, 12 + 16 * (number + 1));
    }
}
