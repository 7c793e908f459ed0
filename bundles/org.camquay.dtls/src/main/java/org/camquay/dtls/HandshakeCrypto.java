// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.security.SecureRandom;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Bouncy Castle's own code, whose elliptic curves take a tenth of the JDK's time, warm or cold. Few records are sent after
 * the handshake, so their cipher does without the tables that it would keep for each peer, 9 kB for each direction.
 */
final class HandshakeCrypto extends BcTlsCrypto {
    HandshakeCrypto(SecureRandom random) {
        super(random);
    }

    @Override
    protected AEADBlockCipher createGCMMode(BlockCipher cipher) {
        return GCMBlockCipher.newInstance(cipher, new BasicGCMMultiplier());
    }
}
