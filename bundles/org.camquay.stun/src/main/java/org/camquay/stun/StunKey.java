// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a message's integrity (RFC 8489 §9). Names and passwords are prepared with OpaqueString (RFC 8265);
 * an old server's SASLprep gives the same for what people really use. Never prints itself. Thread: any.
 */
public final class StunKey {
    static final String SHA1 = "HmacSHA1";
    static final String SHA256 = "HmacSHA256";

    /** One for each thread and algorithm: to find one takes longer than to use it. */
    private static final ThreadLocal<Map<String, Mac>> MACS = ThreadLocal.withInitial(HashMap::new);

    private final SecretKeySpec sha1;
    private final SecretKeySpec sha256;

    private StunKey(byte[] key) {
        sha1 = new SecretKeySpec(key, SHA1);
        sha256 = new SecretKeySpec(key, SHA256);
    }

    /** The short-term key (§9.1.1): the password itself, as ICE has it. */
    public static StunKey shortTerm(String password) {
        var bytes = opaque(password).getBytes(StandardCharsets.UTF_8);
        // HMAC fills a key up with zeros, and the JDK refuses an empty one.
        return new StunKey(bytes.length == 0 ? new byte[1] : bytes);
    }

    /** The long-term key with MD5 (§18.5.1.1), which every TURN server takes. */
    public static StunKey longTerm(String username, String realm, String password) {
        return new StunKey(digest("MD5", username, realm, password));
    }

    /** The long-term key with SHA-256 (§18.5.1.2), after the server's PASSWORD-ALGORITHMS offered it. */
    public static StunKey longTermSha256(String username, String realm, String password) {
        return new StunKey(digest("SHA-256", username, realm, password));
    }

    /** The USERHASH (§14.4) that hides a username. */
    public static Octets userHash(String username, String realm) {
        return Octets.wrap(digest("SHA-256", username, realm));
    }

    /** The HMAC over the first {@code end} octets of a message whose length field is taken to be {@code length}. */
    byte[] hmac(String algorithm, byte[] wire, int end, int length) {
        try {
            var mac = mac(algorithm);
            mac.init(algorithm.equals(SHA1) ? sha1 : sha256);
            mac.update(wire, 0, 2);
            mac.update((byte) (length >> 8));
            mac.update((byte) length);
            mac.update(wire, 4, end - 4);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is missing from this Java runtime", e);
        }
    }

    private static Mac mac(String algorithm) throws GeneralSecurityException {
        var macs = MACS.get();
        var mac = macs.get(algorithm);
        if (mac == null) {
            mac = Mac.getInstance(algorithm);
            macs.put(algorithm, mac);
        }
        return mac;
    }

    private static byte[] digest(String algorithm, String... parts) {
        try {
            var joined = Stream.of(parts).map(StunKey::opaque).collect(Collectors.joining(":"));
            return MessageDigest.getInstance(algorithm).digest(joined.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is missing from this Java runtime", e);
        }
    }

    /** OpaqueString without its refusals: foreign spaces become U+0020, then NFC (RFC 8265 §4.2.2). */
    private static String opaque(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        var spaced = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> spaced.appendCodePoint(Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c));
        return Normalizer.normalize(spaced, Normalizer.Form.NFC);
    }

    @Override
    public String toString() {
        return "StunKey";
    }
}
