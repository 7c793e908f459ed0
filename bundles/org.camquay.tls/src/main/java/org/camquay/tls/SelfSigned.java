// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes a certificate of X.509 version 3 that a P-256 key signs for itself (RFC 5280 §4.1, RFC 5758 §3.2). Thread: any. */
final class SelfSigned {
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int UTC_TIME = 0x17;
    private static final int UTC_ENDS = 2050;
    private static final int SERIAL_BITS = 120;
    private static final byte[] TRUE = {1, 1, -1};
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private SelfSigned() {}

    /**
     * The certificate's octets.
     *
     * @param names host names and addresses of the server, without brackets
     */
    static byte[] certificate(KeyPair key, String commonName, Collection<String> names, Instant from, Instant to)
            throws GeneralSecurityException {
        var algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
        var name = Der.sequence(Der.element(
                Der.SET,
                Der.sequence(
                        Der.oid(COMMON_NAME),
                        Der.element(Der.UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8)))));
        var content = Der.sequence(
                Der.element(Der.CONTEXT_0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS)),
                algorithm,
                name,
                Der.sequence(time(from), time(to)),
                name,
                key.getPublic().getEncoded(),
                Der.element(Der.CONTEXT_0 + 3, extensions(names)));
        var signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key.getPrivate());
        signer.update(content);
        return Der.sequence(content, algorithm, Der.bits(signer.sign()));
    }

    private static byte[] extensions(Collection<String> names) {
        var general = names.stream().map(SelfSigned::general).toArray(byte[][]::new);
        return Der.sequence(
                extension(BASIC_CONSTRAINTS, true, Der.sequence()),
                // digitalSignature, the first of nine bits
                extension(KEY_USAGE, true, Der.element(Der.BIT_STRING, new byte[] {7, (byte) 0x80})),
                extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.oid(SERVER_AUTH))),
                extension(ALTERNATIVE_NAMES, false, Der.sequence(general)));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return Der.sequence(Der.oid(oid), critical ? TRUE : new byte[0], Der.element(Der.OCTET_STRING, value));
    }

    private static boolean isAddress(String name) {
        return IPV4.matcher(name).matches() || name.indexOf(':') >= 0;
    }

    /** A name as it can be compared: in small letters, an address in one of its many forms. */
    static String canonical(String name) {
        return isAddress(name) ? HexFormat.of().formatHex(address(name)) : name.toLowerCase(Locale.ROOT);
    }

    private static byte[] general(String name) {
        return isAddress(name)
                ? Der.element(IP_ADDRESS, address(name))
                : Der.element(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] address(String literal) {
        try {
            // A literal is never looked up.
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal + " is no address", e);
        }
    }

    /** RFC 5280 §4.1.2.5: two digits for the year until 2049. */
    private static byte[] time(Instant time) {
        var utc = time.atZone(ZoneOffset.UTC);
        boolean old = utc.getYear() < UTC_ENDS;
        var text = DateTimeFormatter.ofPattern(old ? "yyMMddHHmmss'Z'" : "yyyyMMddHHmmss'Z'")
                .format(utc);
        return Der.element(old ? UTC_TIME : GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }
}
