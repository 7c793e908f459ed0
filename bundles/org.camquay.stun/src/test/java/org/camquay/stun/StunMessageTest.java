// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camquay.stun.Vectors.decoded;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class StunMessageTest {
    private static final InetSocketAddress IPV4 = new InetSocketAddress("203.0.113.9", 65535);
    private static final InetSocketAddress IPV6 = new InetSocketAddress("2001:db8::7", 1);
    private static final StunKey KEY = StunKey.shortTerm("secret");

    /** One of each attribute that is added by hand. */
    static List<StunAttribute<?>> everyAttribute() {
        return List.of(
                AttributeType.MAPPED_ADDRESS.of(IPV4),
                AttributeType.XOR_MAPPED_ADDRESS.of(IPV6),
                AttributeType.USERNAME.of("käse:b"),
                AttributeType.USERHASH.of(StunKey.userHash("u", "r")),
                AttributeType.ERROR_CODE.of(new ErrorCode(699, "odd")),
                AttributeType.REALM.of("r"),
                AttributeType.NONCE.of(new NonceCookie(true, false).prefix() + "x"),
                AttributeType.UNKNOWN_ATTRIBUTES.of(List.of(0x7FFF, 3, 5)),
                AttributeType.SOFTWARE.of(""),
                AttributeType.ALTERNATE_SERVER.of(IPV6),
                AttributeType.ALTERNATE_DOMAIN.of("turn.example.org"),
                AttributeType.PASSWORD_ALGORITHM.of(new PasswordAlgorithm(9, Octets.copyOf(new byte[] {1, 2, 3, 4}))),
                AttributeType.PASSWORD_ALGORITHMS.of(List.of(
                        PasswordAlgorithm.SHA256,
                        new PasswordAlgorithm(7, Octets.copyOf(new byte[] {1, 2, 3})),
                        PasswordAlgorithm.MD5)),
                AttributeType.PRIORITY.of(0xFFFF_FFFFL),
                AttributeType.USE_CANDIDATE.of(true),
                AttributeType.ICE_CONTROLLED.of(-1L),
                AttributeType.ICE_CONTROLLING.of(Long.MIN_VALUE),
                AttributeType.CHANNEL_NUMBER.of(0x4FFF),
                AttributeType.LIFETIME.of(0xFFFF_FFFFL),
                AttributeType.XOR_PEER_ADDRESS.of(IPV4),
                AttributeType.XOR_PEER_ADDRESS.of(IPV6),
                AttributeType.DATA.of(Octets.copyOf(new byte[] {9, 8, 7, 6, 5})),
                AttributeType.XOR_RELAYED_ADDRESS.of(IPV4),
                AttributeType.REQUESTED_ADDRESS_FAMILY.of(AddressFamily.IPV6),
                AttributeType.EVEN_PORT.of(true),
                AttributeType.REQUESTED_TRANSPORT.of(AttributeType.UDP),
                AttributeType.DONT_FRAGMENT.of(true),
                AttributeType.RESERVATION_TOKEN.of(0x8000_0000_0000_0001L),
                AttributeType.ADDITIONAL_ADDRESS_FAMILY.of(AddressFamily.IPV4),
                AttributeType.ADDRESS_ERROR_CODE.of(new AddressErrorCode(AddressFamily.IPV6, 440, "no")),
                AttributeType.ICMP.of(new IcmpError(0x7F, 0x1FF, 0xFFFF_FFFFL)),
                AttributeType.unknown(0x7F00).of(Octets.copyOf(new byte[] {1})),
                AttributeType.unknown(0xC057).of(Octets.EMPTY));
    }

    @Test
    void decode_whatWasBuilt_givesTheSameMessage() {
        var builder = StunMessage.request(StunMethod.ALLOCATE);
        everyAttribute().forEach(builder::add);
        var built = builder.integrity(KEY).integritySha256(KEY).fingerprint().build();
        var read = decoded(built.toArray());
        assertThat(read).isEqualTo(built);
        assertThat(read.attributes()).isEqualTo(built.attributes());
        assertThat(read.attributes().subList(0, everyAttribute().size())).isEqualTo(everyAttribute());
        assertThat(read.malformed()).isEmpty();
        assertThat(read.unknownRequired()).containsExactly(0x7F00);
        assertThat(read.verifySha1(KEY)).isEqualTo(StunCheck.VALID);
        assertThat(read.verifySha256(KEY)).isEqualTo(StunCheck.VALID);
        assertThat(read.verifyFingerprint()).isEqualTo(StunCheck.VALID);
        assertThat(read.attributes(AttributeType.XOR_PEER_ADDRESS)).hasSize(2);
        assertThat(read.attribute(AttributeType.XOR_PEER_ADDRESS).orElseThrow()).isEqualTo(IPV4);
    }

    @Test
    void type_everyClassAndMethod_survivesTheWire() {
        for (var messageClass : StunClass.values()) {
            for (int method = 0; method <= 0xFFF; method++) {
                var read = decoded(new StunMessageBuilder(messageClass, method, new TransactionId(1, 2))
                        .build()
                        .toArray());
                assertThat(read.method()).isEqualTo(method);
                assertThat(read.messageClass()).isEqualTo(messageClass);
            }
        }
    }

    @Test
    void decode_attributesBehindTheIntegrity_doNotCount() {
        var signed = StunMessage.request(StunMethod.REFRESH).integrity(KEY).build();
        // LIFETIME 0, then a FINGERPRINT, which may stand there
        var forged = appended(appended(signed.toArray(), "000d0004 00000000"), "80280004 00000000");
        var read = decoded(forged);
        assertThat(read.has(AttributeType.LIFETIME)).isFalse();
        assertThat(read.has(AttributeType.FINGERPRINT)).isTrue();
        assertThat(read.verify(KEY)).isEqualTo(StunCheck.VALID);
        assertThat(read.verifyFingerprint()).isEqualTo(StunCheck.INVALID);
        var sha256 =
                appended(StunMessage.request(1).integritySha256(KEY).build().toArray(), "00080014" + "00".repeat(20));
        assertThat(decoded(sha256).verifySha1(KEY)).isEqualTo(StunCheck.ABSENT);
        assertThat(decoded(sha256).verify(KEY)).isEqualTo(StunCheck.VALID);
    }

    @Test
    void verifyFingerprint_notTheLastAttribute_isInvalid() {
        var read = decoded(appended(StunMessage.request(1).fingerprint().build().toArray(), "80220000"));
        assertThat(read.verifyFingerprint()).isEqualTo(StunCheck.INVALID);
        assertThat(read.attributes()).hasSize(1);
    }

    @Test
    void verifySha256_shortenedHmac_isValidFromSixteenOctets() {
        var full = StunMessage.request(1).build();
        for (int length : new int[] {12, 16, 18, 20, 28, 32}) {
            int end = Wire.HEADER + 4 + Wire.padded(length);
            var hmac = KEY.hmac(StunKey.SHA256, full.toArray(), Wire.HEADER, end - Wire.HEADER);
            var wire = ByteBuffer.allocate(end).put(full.toArray());
            wire.putShort((short) 0x001C).putShort((short) length).put(hmac, 0, length);
            wire.putShort(2, (short) (end - Wire.HEADER));
            boolean fits = length >= 16 && length % 4 == 0;
            assertThat(decoded(wire.array()).verify(KEY)).isEqualTo(fits ? StunCheck.VALID : StunCheck.INVALID);
        }
    }

    @Test
    void decode_valueThatCannotBe_isKeptAndTold() {
        var bare = StunMessage.request(1).build().toArray();
        for (var bad : List.of(
                "00240003 01020300", // PRIORITY of three octets
                "00200008 00030001 01020304", // address family 3
                "00200008 00020001 01020304", // IPv6 in four octets
                "00090004 00000263", // error 299
                "00090004 00000464", // error 4, number 100
                "00060002 c3280000", // USERNAME that is not UTF-8
                "000a0001 00000000", // half a type
                "80020004 00010001", // algorithm parameters that are not there
                "00170004 03000000", // address family 3
                "00250004 00000000")) { // USE-CANDIDATE with a value
            var read = decoded(appended(bare, bad));
            int type = Integer.parseInt(bad.substring(0, 4), 16);
            assertThat(read.malformed()).as(bad).containsExactly(type);
            assertThat(read.unknownRequired()).isEmpty();
            assertThat(read.attributes()).allMatch(attribute -> attribute.type().isUnknown());
        }
    }

    @Test
    void decode_duplicates_firstWins() {
        var message = StunMessage.request(1)
                .add(AttributeType.REALM, "first")
                .add(AttributeType.REALM, "second")
                .build();
        assertThat(decoded(message.toArray()).attribute(AttributeType.REALM)).contains("first");
    }

    @Test
    void decode_ipv4MappedAddress_becomesIpv4() {
        var read = decoded(appended(
                StunMessage.request(1).build().toArray(), "00010014 00020050 00000000000000000000ffff7f000001"));
        assertThat(read.attribute(AttributeType.MAPPED_ADDRESS)).contains(new InetSocketAddress("127.0.0.1", 80));
    }

    @Test
    void decode_partOfALittleEndianBuffer_readsItAndLeavesThePosition() {
        var buffer = ByteBuffer.allocateDirect(300).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(7).put(7, Vectors.REQUEST).limit(7 + Vectors.REQUEST.length);
        assertThat(StunMessage.decode(buffer)).contains(decoded(Vectors.REQUEST));
        assertThat(buffer.position()).isEqualTo(7);
        assertThat(Stun.username(buffer)).contains("evtj:h6vY");
    }

    @Test
    void build_longestMessage_survivesAndOneMoreIsRefused() {
        var data = new byte[0xFFFC - 4];
        data[data.length - 1] = 5;
        var longest = StunMessage.indication(StunMethod.SEND)
                .add(AttributeType.DATA, Octets.wrap(data))
                .build();
        assertThat(longest.length()).isEqualTo(20 + 0xFFFC);
        assertThat(decoded(longest.toArray()).attributes()).isEqualTo(longest.attributes());
        assertThatThrownBy(() ->
                        StunMessage.indication(StunMethod.SEND).add(AttributeType.DATA, Octets.wrap(new byte[0xFFFC])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void builder_wrongOrder_isRefused() {
        assertThatThrownBy(() -> StunMessage.request(1).integrity(KEY).add(AttributeType.USE_CANDIDATE.of(true)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> StunMessage.request(1).fingerprint().integrity(KEY))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> StunMessage.request(1).add(AttributeType.FINGERPRINT, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AttributeType.USERNAME.of("ä".repeat(255)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AttributeType.XOR_MAPPED_ADDRESS.of(InetSocketAddress.createUnresolved("x", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void error_ofARequest_repeatsItsMethodAndId() {
        var request = StunMessage.request(StunMethod.CHANNEL_BIND).build();
        var error = decoded(StunMessage.error(request, StunError.of(StunError.STALE_NONCE))
                .build()
                .toArray());
        assertThat(error.method()).isEqualTo(StunMethod.CHANNEL_BIND);
        assertThat(error.transactionId()).isEqualTo(request.transactionId());
        assertThat(error.attribute(AttributeType.ERROR_CODE)).contains(new ErrorCode(438, "Stale Nonce"));
    }

    private static byte[] appended(byte[] message, String hex) {
        var more = Vectors.hex(hex);
        var wire =
                ByteBuffer.allocate(message.length + more.length).put(message).put(more);
        return wire.putShort(2, (short) (wire.capacity() - 20)).array();
    }
}
