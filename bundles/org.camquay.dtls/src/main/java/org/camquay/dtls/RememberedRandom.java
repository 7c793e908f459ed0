// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.ArrayList;
import java.util.List;

/**
 * Randomness of one handshake, all of it drawn from a true source, which can be had again in the same order.
 *
 * <p>Thread: one at a time.
 */
final class RememberedRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final transient Draws draws;

    RememberedRandom(SecureRandom source) {
        this(new Draws(source));
    }

    private RememberedRandom(Draws draws) {
        super(draws, null);
        this.draws = draws;
    }

    /** What was drawn so far is drawn again, and then there is new randomness. */
    void rewind() {
        draws.next = 0;
    }

    /** Nothing is kept any more, and nothing repeated. */
    void forget() {
        draws.kept = null;
    }

    private static final class Draws extends SecureRandomSpi {
        private static final long serialVersionUID = 1;

        private final transient SecureRandom source;
        private transient List<byte[]> kept = new ArrayList<>();
        private int next;

        Draws(SecureRandom source) {
            this.source = source;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // The source needs none.
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            if (kept == null) {
                source.nextBytes(bytes);
                return;
            }
            if (next == kept.size()) {
                byte[] drawn = new byte[bytes.length];
                source.nextBytes(drawn);
                kept.add(drawn);
            }
            byte[] drawn = kept.get(next++);
            if (drawn.length != bytes.length) {
                throw new IllegalStateException("a handshake computed again drew other randomness");
            }
            System.arraycopy(drawn, 0, bytes, 0, drawn.length);
        }

        @Override
        protected byte[] engineGenerateSeed(int length) {
            byte[] seed = new byte[length];
            engineNextBytes(seed);
            return seed;
        }
    }
}
