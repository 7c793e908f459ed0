// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handshake computed again finds again, and what it must not. */
class HandshakeCryptoTest {
    private final HandshakeCrypto crypto = new HandshakeCrypto(new SecureRandom());

    @Test
    void random_rewound_isTheSameAndThenNew() {
        byte[] first = draw(16);
        byte[] second = draw(16);
        crypto.rewind();
        assertThat(draw(16)).isEqualTo(first);
        assertThat(draw(16)).isEqualTo(second);
        assertThat(draw(16)).isNotEqualTo(first).isNotEqualTo(second);
    }

    @Test
    void random_otherLengthWhenRewound_endsTheHandshake() {
        draw(16);
        crypto.rewind();
        assertThatIllegalStateException().isThrownBy(() -> draw(17));
    }

    @Test
    void random_forgotten_isNeverTheSame() {
        byte[] first = draw(16);
        crypto.forget();
        crypto.rewind();
        assertThat(draw(16)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.x25519})
    void keyPair_rewound_isTheSame(int group) throws IOException {
        byte[] first = ephemeral(crypto, group);
        crypto.rewind();
        assertThat(ephemeral(crypto, group)).isEqualTo(first);
        assertThat(ephemeral(new HandshakeCrypto(new SecureRandom()), group)).isNotEqualTo(first);
    }

    @Test
    void sign_sameHash_isMadeOnce() throws IOException {
        var made = new AtomicInteger();
        byte[] hash = {1, 2, 3};
        for (int i = 0; i < 3; i++) {
            assertThat(crypto.sign(hash, h -> new byte[] {(byte) made.incrementAndGet()}))
                    .containsExactly(1);
        }
    }

    @Test
    void sign_anotherHash_isMadeAnew() throws IOException {
        byte[] hash = {1, 2, 3};
        crypto.sign(hash, byte[]::clone);
        hash[0] = 9;
        assertThat(crypto.sign(hash, byte[]::clone)).containsExactly(9, 2, 3);
        assertThat(crypto.sign(new byte[] {1, 2, 3}, byte[]::clone)).containsExactly(1, 2, 3);
    }

    private byte[] draw(int length) {
        byte[] bytes = new byte[length];
        crypto.getSecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static byte[] ephemeral(HandshakeCrypto crypto, int group) throws IOException {
        return crypto.createECDomain(new TlsECConfig(group)).createECDH().generateEphemeral();
    }
}
