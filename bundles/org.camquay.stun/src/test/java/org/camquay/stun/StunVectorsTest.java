// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.stun.Vectors.LONG_TERM_PASSWORD;
import static org.camquay.stun.Vectors.LONG_TERM_USER;
import static org.camquay.stun.Vectors.PASSWORD;
import static org.camquay.stun.Vectors.REALM;
import static org.camquay.stun.Vectors.decoded;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class StunVectorsTest {
    private static final TransactionId SHORT_ID = new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL);
    private static final TransactionId LONG_ID = new TransactionId(0x78ad3433, 0xc6ad72c029da412eL);
    private static final StunKey KEY = StunKey.shortTerm(PASSWORD);

    @Test
    void decode_rfc5769Request_givesItsAttributes() {
        var message = decoded(Vectors.REQUEST);
        assertThat(message.messageClass()).isEqualTo(StunClass.REQUEST);
        assertThat(message.method()).isEqualTo(StunMethod.BINDING);
        assertThat(message.transactionId()).isEqualTo(SHORT_ID);
        assertThat(message.transactionId()).hasToString("b7e7a701bc34d686fa87dfae");
        assertThat(message.attributes().subList(0, 4))
                .containsExactly(
                        AttributeType.SOFTWARE.of("STUN test client"),
                        AttributeType.PRIORITY.of(0x6e0001ffL),
                        AttributeType.ICE_CONTROLLED.of(0x932ff9b151263b36L),
                        AttributeType.USERNAME.of("evtj:h6vY"));
        assertThat(message.verify(KEY)).isEqualTo(StunCheck.VALID);
        assertThat(message.verifySha256(KEY)).isEqualTo(StunCheck.ABSENT);
        assertThat(message.verify(StunKey.shortTerm("another"))).isEqualTo(StunCheck.INVALID);
        assertThat(message.verifyFingerprint()).isEqualTo(StunCheck.VALID);
    }

    @Test
    void decode_rfc5769Responses_giveTheMappedAddress() {
        var ipv4 = decoded(Vectors.IPV4_RESPONSE);
        var ipv6 = decoded(Vectors.IPV6_RESPONSE);
        assertThat(ipv4.messageClass()).isEqualTo(StunClass.SUCCESS_RESPONSE);
        assertThat(ipv4.attribute(AttributeType.XOR_MAPPED_ADDRESS))
                .contains(new InetSocketAddress("192.0.2.1", 32853));
        assertThat(ipv6.attribute(AttributeType.XOR_MAPPED_ADDRESS))
                .contains(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
        for (var message : new StunMessage[] {ipv4, ipv6}) {
            assertThat(message.attribute(AttributeType.SOFTWARE)).contains("test vector");
            assertThat(message.verify(KEY)).isEqualTo(StunCheck.VALID);
            assertThat(message.verifyFingerprint()).isEqualTo(StunCheck.VALID);
        }
    }

    @Test
    void build_rfc5769LongTermRequest_givesTheSameOctets() {
        var key = StunKey.longTerm(LONG_TERM_USER, REALM, LONG_TERM_PASSWORD);
        var built = new StunMessageBuilder(StunClass.REQUEST, StunMethod.BINDING, LONG_ID)
                .add(AttributeType.USERNAME, LONG_TERM_USER)
                .add(AttributeType.NONCE, "f//499k954d6OL34oL9FSTvy64sA")
                .add(AttributeType.REALM, REALM)
                .integrity(key)
                .build();
        assertThat(built.toArray()).isEqualTo(Vectors.LONG_TERM_REQUEST);
        assertThat(decoded(Vectors.LONG_TERM_REQUEST).verify(key)).isEqualTo(StunCheck.VALID);
    }

    @Test
    void build_rfc8489Request_givesTheSameOctets() {
        var key = StunKey.longTermSha256(LONG_TERM_USER, REALM, LONG_TERM_PASSWORD);
        var built = new StunMessageBuilder(StunClass.REQUEST, StunMethod.BINDING, LONG_ID)
                .add(AttributeType.USERHASH, StunKey.userHash(LONG_TERM_USER, REALM))
                .add(AttributeType.NONCE, "obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA")
                .add(AttributeType.REALM, REALM)
                .add(AttributeType.PASSWORD_ALGORITHM, PasswordAlgorithm.SHA256)
                .integritySha256(key)
                .build();
        assertThat(built.toArray()).isEqualTo(Vectors.SHA256_REQUEST);
        var read = decoded(Vectors.SHA256_REQUEST);
        assertThat(read.verify(key)).isEqualTo(StunCheck.VALID);
        assertThat(read.verifySha1(key)).isEqualTo(StunCheck.ABSENT);
        assertThat(read.verify(StunKey.longTerm(LONG_TERM_USER, REALM, LONG_TERM_PASSWORD)))
                .isEqualTo(StunCheck.INVALID);
    }

    @Test
    void hmac_rfc8489RequestAsPrinted_isMadeOverItsWrongLength() {
        var printed = Vectors.SHA256_REQUEST_AS_PRINTED;
        var key = StunKey.longTermSha256(LONG_TERM_USER, REALM, LONG_TERM_PASSWORD);
        assertThat(StunMessage.decode(printed)).isEmpty();
        assertThat(HexFormat.of().formatHex(key.hmac(StunKey.SHA256, printed, printed.length - 36, 0x9c)))
                .isEqualTo(HexFormat.of().formatHex(Arrays.copyOfRange(printed, printed.length - 32, printed.length)));
    }

    @Test
    void verify_anyOctetChanged_isNotValid() {
        for (var vector : Vectors.ALL.subList(0, 3)) {
            for (int i = 0; i < vector.length; i++) {
                var changed = vector.clone();
                changed[i] ^= 1;
                var message = StunMessage.decode(changed);
                boolean intact = message.isPresent()
                        && message.get().verify(KEY) == StunCheck.VALID
                        && message.get().verifyFingerprint() == StunCheck.VALID;
                assertThat(intact).as("octet %d", i).isFalse();
            }
        }
    }

    @Test
    void decode_vectorCutAnywhere_isNoMessage() {
        for (var vector : Vectors.ALL) {
            for (int length = 0; length < vector.length; length++) {
                var cut = Arrays.copyOf(vector, length);
                assertThat(StunMessage.decode(cut)).isEmpty();
                if (length >= 20) {
                    // With a length field that fits, what is cut is an attribute: the message still may be none.
                    cut[2] = (byte) (length - 20 >> 8);
                    cut[3] = (byte) (length - 20);
                    StunMessage.decode(cut)
                            .ifPresent(message ->
                                    assertThat(message.verifyFingerprint()).isNotEqualTo(StunCheck.INVALID));
                }
            }
        }
    }
}
