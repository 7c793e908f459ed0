// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Session keys derived from a master key (RFC 3711 §4.3, key derivation rate 0; RFC 7714 §11). */
record SessionKeys(byte[] cipherKey, byte[] authKey, byte[] salt) {

    private static final int AUTH_KEY_LENGTH = 20;
    private static final int LABEL_AT = 7;

    static SessionKeys ofRtp(SrtpMasterKey master) {
        return derive(master, 0);
    }

    static SessionKeys ofRtcp(SrtpMasterKey master) {
        return derive(master, 3);
    }

    private static SessionKeys derive(SrtpMasterKey master, int firstLabel) {
        return new SessionKeys(
                derive(master, firstLabel, master.profile().keyLength()),
                derive(master, firstLabel + 1, AUTH_KEY_LENGTH),
                derive(master, firstLabel + 2, master.profile().saltLength()));
    }

    /** The AES-CM pseudo-random function, RFC 3711 §4.3.3. */
    static byte[] derive(SrtpMasterKey master, int label, int length) {
        // A salt of 12 bytes is taken as 14 with two zeros at its end, so the label stays in place (RFC 7714 §11).
        byte[] x = Arrays.copyOf(master.salt(), 16);
        x[LABEL_AT] ^= (byte) label;
        try {
            Cipher prf = Cipher.getInstance("AES/CTR/NoPadding");
            prf.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(master.key(), "AES"), new IvParameterSpec(x));
            return prf.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES in counter mode", e);
        }
    }
}
