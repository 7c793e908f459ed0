// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.util.Base64;

/**
 * The security features a server announces in the first 13 characters of its nonce (RFC 8489 §9.2), so that
 * nobody on the path can take them away unseen: {@code obMatJos2} and four characters of base64. Thread: any.
 *
 * @param passwordAlgorithms the server has sent PASSWORD-ALGORITHMS (bit 0)
 * @param usernameAnonymity the client may send USERHASH instead of USERNAME (bit 1)
 */
public record NonceCookie(boolean passwordAlgorithms, boolean usernameAnonymity) {
    /** What a nonce without the cookie means: RFC 5389 only. */
    public static final NonceCookie NONE = new NonceCookie(false, false);

    private static final String COOKIE = "obMatJos2";
    private static final int LENGTH = COOKIE.length() + 4;

    /** Reads the cookie of a nonce; {@link #NONE} where there is none or it is not base64. */
    public static NonceCookie of(String nonce) {
        if (nonce.length() < LENGTH || !nonce.startsWith(COOKIE)) {
            return NONE;
        }
        int bits = 0;
        for (int i = COOKIE.length(); i < LENGTH; i++) {
            int sextet = sextet(nonce.charAt(i));
            if (sextet < 0) {
                return NONE;
            }
            bits = bits << 6 | sextet;
        }
        // RFC 8489 §18.1 counts bits from the most significant one, but its own vector in appendix B.1 (AAAC with
        // USERHASH) and the implementations in the field count from the least significant one.
        return new NonceCookie((bits & 1) != 0, (bits & 2) != 0);
    }

    /** The 13 characters to put before the rest of the nonce. */
    public String prefix() {
        int bits = (passwordAlgorithms ? 1 : 0) | (usernameAnonymity ? 2 : 0);
        return COOKIE + Base64.getEncoder().encodeToString(new byte[] {0, 0, (byte) bits});
    }

    private static int sextet(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        } else if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        } else if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
