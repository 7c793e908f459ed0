// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.camquay.stun.NonceCookie;

/**
 * Nonces that say by themselves when they were made and for which client address, so that nothing is kept for those
 * who only ask (RFC 8489 §9.2). The port is left out: a client takes another one for each allocation, and would have
 * to ask anew each time before it can prove itself.
 *
 * <p>Who overhears a request can therefore send it again from another port of the same address, behind the same
 * router for one. That gains nothing: an Allocate that was taken once is no good from elsewhere ({@link Replays}), all
 * other requests need an allocation of that very port, and none can be changed without the key. All of it is over
 * when the nonce is, after {@link #LIFETIME_SECONDS}. Thread: any.
 */
final class Nonces {
    static final long LIFETIME_SECONDS = 600;

    private static final String HMAC = "HmacSHA256";
    private static final int SEAL = 12;
    private static final String PREFIX = new NonceCookie(true, false).prefix();

    private final SecretKeySpec key;
    private final TurnClock clock;
    private final long began;

    Nonces(TurnClock clock) {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, HMAC);
        this.clock = clock;
        this.began = clock.nanos().getAsLong();
    }

    String issue(InetAddress client) {
        int now = seconds();
        var nonce = ByteBuffer.allocate(4 + SEAL).putInt(now).put(seal(now, client));
        return PREFIX + Base64.getEncoder().encodeToString(nonce.array());
    }

    /** Whether it is ours, for this client's address, and not too old. */
    boolean accepts(String nonce, InetAddress client) {
        if (!nonce.startsWith(PREFIX)) {
            return false;
        }
        try {
            var bytes = Base64.getDecoder().decode(nonce.substring(PREFIX.length()));
            if (bytes.length != 4 + SEAL) {
                return false;
            }
            int made = ByteBuffer.wrap(bytes).getInt();
            boolean genuine = MessageDigest.isEqual(seal(made, client), Arrays.copyOfRange(bytes, 4, bytes.length));
            return genuine && seconds() - made <= LIFETIME_SECONDS;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private int seconds() {
        return (int) TimeUnit.NANOSECONDS.toSeconds(clock.nanos().getAsLong() - began);
    }

    private byte[] seal(int made, InetAddress client) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(ByteBuffer.allocate(4).putInt(made).flip());
            mac.update(client.getAddress());
            return Arrays.copyOf(mac.doFinal(), SEAL);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is missing from this Java runtime", e);
        }
    }
}
