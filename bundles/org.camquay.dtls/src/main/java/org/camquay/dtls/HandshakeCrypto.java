// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsECDomain;

/**
 * The cryptography of one handshake, which comes to the same when the handshake is computed again ({@link HandshakeRuns});
 * key pair and signature, which cost most, are kept.
 *
 * <p>Bouncy Castle's own code, whose elliptic curves take a tenth of the JDK's time, warm or cold. Few records are sent
 * after the handshake, so their cipher does without the tables that it would keep for each peer, 9 kB for each direction.
 */
final class HandshakeCrypto extends BcTlsCrypto {

    /** Makes a signature of a hash. */
    interface Signing {
        byte[] sign(byte[] hash) throws IOException;
    }

    private final RememberedRandom random;
    private int group;
    private AsymmetricCipherKeyPair keyPair;
    private byte[] signedHash;
    private byte[] signature;

    HandshakeCrypto(SecureRandom source) {
        this(new RememberedRandom(source));
    }

    private HandshakeCrypto(RememberedRandom random) {
        super(random);
        this.random = random;
    }

    /** The handshake is computed from its start again. */
    void rewind() {
        random.rewind();
    }

    /** The handshake is over. */
    void forget() {
        random.forget();
        keyPair = null;
        signature = null;
        signedHash = null;
    }

    /** The signature of a hash: the one made before, if it was of the same hash. */
    byte[] sign(byte[] hash, Signing signing) throws IOException {
        if (signature == null || !Arrays.equals(hash, signedHash)) {
            signature = signing.sign(hash);
            signedHash = hash.clone();
        }
        return signature.clone();
    }

    /** Bouncy Castle would stir the time in. */
    @Override
    public TlsNonceGenerator createNonceGenerator(byte[] additionalSeedMaterial) {
        return size -> {
            byte[] nonce = new byte[size];
            random.nextBytes(nonce);
            return nonce;
        };
    }

    @Override
    public boolean hasNamedGroup(int namedGroup) {
        return Groups.contain(namedGroup);
    }

    @Override
    public TlsECDomain createECDomain(TlsECConfig config) {
        return switch (config.getNamedGroup()) {
            // Their key pairs are made in microseconds.
            case NamedGroup.x25519 -> super.createECDomain(config);
            default -> new OneKeyPair(this, config);
        };
    }

    @Override
    protected AEADBlockCipher createGCMMode(BlockCipher cipher) {
        return GCMBlockCipher.newInstance(cipher, new BasicGCMMultiplier());
    }

    /** A handshake makes one key pair, and the same one when it is computed again. */
    private static final class OneKeyPair extends BcTlsECDomain {
        private final HandshakeCrypto memory;
        private final int group;

        OneKeyPair(HandshakeCrypto memory, TlsECConfig config) {
            super(memory, config);
            this.memory = memory;
            group = config.getNamedGroup();
        }

        @Override
        public AsymmetricCipherKeyPair generateKeyPair() {
            if (memory.keyPair == null || memory.group != group) {
                memory.keyPair = super.generateKeyPair();
                memory.group = group;
            }
            return memory.keyPair;
        }
    }
}
