// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.dtls.srtp.Packets.hex;

import org.junit.jupiter.api.Test;

/** RFC 7714 §16.1 and §17.1; they give session keys, not master keys. */
class Rfc7714VectorsTest {

    private static final SessionKeys KEYS =
            new SessionKeys(hex("000102030405060708090a0b0c0d0e0f"), new byte[20], hex("517569642070726f2071756f"));

    private static final byte[] RTP = hex("8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976"
            + "69736120 696e2070 61727465 73207472 6573");
    private static final byte[] SRTP = hex("8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5"
            + "0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce");
    private static final byte[] RTCP = hex("81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61"
            + "deadbeef deadbeef deadbeef deadbeef deadbeef");
    private static final byte[] SRTCP = hex("81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d"
            + "c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4");

    @Test
    void protect_packetOf16_1_givesItsBytes() {
        assertThat(Packets.protect(sender(), RTP)).isEqualTo(SRTP);
    }

    @Test
    void unprotect_packetOf16_1_givesItsBytes() {
        assertThat(Packets.unprotect(receiver(), SRTP)).isEqualTo(RTP);
    }

    @Test
    void protectRtcp_packetOf17_1_givesItsBytes() {
        SrtpSender sender = sender();
        sender.nextRtcpIndex(0x4d617273, 0x5d4);
        assertThat(Packets.protectRtcp(sender, RTCP)).isEqualTo(SRTCP);
    }

    @Test
    void unprotectRtcp_packetOf17_1_givesItsBytes() {
        assertThat(Packets.unprotectRtcp(receiver(), SRTCP)).isEqualTo(RTCP);
    }

    @Test
    void unprotectRtcp_taggedOnlyPacketOf17_3_givesItsBytes() {
        // RFC 7714 §17.3: not encrypted, the E flag is clear.
        byte[] tagged = new byte[RTCP.length + 20];
        System.arraycopy(RTCP, 0, tagged, 0, RTCP.length);
        System.arraycopy(hex("841dd968 3dd78ec9 2ae58790 125f62b3"), 0, tagged, RTCP.length, 16);
        System.arraycopy(hex("000005d4"), 0, tagged, RTCP.length + 16, 4);
        assertThat(Packets.unprotectRtcp(receiver(), tagged)).isEqualTo(RTCP);
    }

    @Test
    void derive_shortSalt_isPaddedAtItsEnd() {
        // Session salt for this master key, as libsrtp derives it.
        var master = new SrtpMasterKey(
                SrtpProfile.AEAD_AES_128_GCM, hex("000102030405060708090a0b0c0d0e0f"), hex("404142434445464748494a4b"));
        assertThat(SessionKeys.ofRtp(master).salt()).isEqualTo(hex("1fcd5d561e66dc49ec1c3ccb"));
    }

    private static SrtpSender sender() {
        return new SrtpSender(SrtpProfile.AEAD_AES_128_GCM, KEYS, KEYS);
    }

    private static SrtpReceiver receiver() {
        return new SrtpReceiver(SrtpProfile.AEAD_AES_128_GCM, KEYS, KEYS);
    }
}
