// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.regex.Pattern;

/** Certificates and keys as files have them (RFC 7468). Thread: any. */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final long LARGEST = 1 << 20;
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String EC = "1.2.840.10045.2.1";
    private static final byte[] NULL = {5, 0};

    private Pem() {}

    /**
     * The certificates of a file in their order: a chain with the server's own first, or authorities.
     *
     * @throws IOException with a sentence, if there is none
     */
    public static X509Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        var text = read(file);
        var chain = new ArrayList<X509Certificate>();
        var blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).endsWith("CERTIFICATE")) {
                var der = new ByteArrayInputStream(der(file, blocks.group(2)));
                chain.add((X509Certificate) factory.generateCertificate(der));
            }
        }
        // One that is being written just now would otherwise pass as a shorter chain.
        if (text.split("-----BEGIN [A-Z0-9 ]*CERTIFICATE", -1).length - 1 != chain.size()) {
            throw new IOException(file + " breaks off, or is broken");
        } else if (chain.isEmpty()) {
            throw new IOException(file + " holds no certificate");
        }
        return chain.toArray(X509Certificate[]::new);
    }

    /**
     * The first private key in a file, without a password: PKCS#8, RSA's own form (PKCS#1), or that of elliptic curves
     * (RFC 5915).
     *
     * @throws IOException with a sentence, if there is none that can be read
     */
    public static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        var text = read(file);
        if (text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw encrypted(file);
        }
        var blocks = BLOCK.matcher(text);
        byte[] curve = null;
        while (blocks.find()) {
            var der = der(file, blocks.group(2));
            switch (blocks.group(1)) {
                case "PRIVATE KEY" -> {
                    return key(der);
                }
                case "RSA PRIVATE KEY" -> {
                    return key(pkcs8(Der.sequence(Der.oid(RSA), NULL), der));
                }
                case "EC PARAMETERS" -> curve = der;
                case "EC PRIVATE KEY" -> {
                    return key(pkcs8(Der.sequence(Der.oid(EC), curve(file, der, curve)), der));
                }
                case "ENCRYPTED PRIVATE KEY" -> throw encrypted(file);
                default -> {
                    // A certificate in the same file.
                }
            }
        }
        throw new IOException(file + " holds no private key");
    }

    /** The first public key in a file (RFC 7468 §13). */
    static PublicKey publicKey(Path file) throws IOException, GeneralSecurityException {
        var blocks = BLOCK.matcher(read(file));
        while (blocks.find()) {
            if (blocks.group(1).equals("PUBLIC KEY")) {
                return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der(file, blocks.group(2))));
            }
        }
        throw new IOException(file + " holds no public key");
    }

    private static IOException encrypted(Path file) {
        return new IOException(
                file + " holds a key with a password, which is not read here; take the password away with:"
                        + " openssl pkcs8 -topk8 -nocrypt -in " + file.getFileName()
                        + " -out FILE (FILE is for its owner only)");
    }

    private static byte[] der(Path file, String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is broken: " + e.getMessage(), e);
        }
    }

    /** The name of the curve stands in the key (RFC 5915 §3), or in a block before it, as openssl writes it. */
    private static byte[] curve(Path file, byte[] key, byte[] before) throws IOException {
        var within = Der.find(key, Der.CONTEXT_0);
        var curve = within == null ? before : Der.content(within);
        if (curve == null || curve.length == 0 || curve[0] != Der.OID) {
            throw new IOException(file + " has a key that does not name its curve;"
                    + " convert it with: openssl pkcs8 -topk8 -nocrypt");
        }
        return curve;
    }

    /** Returns whether the private key and the public key are a pair. */
    public static boolean belong(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        var algorithm = switch (privateKey.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> privateKey.getAlgorithm();
        };
        if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        var probe = new byte[32];
        var signer = Signature.getInstance(algorithm);
        signer.initSign(privateKey);
        signer.update(probe);
        var signature = signer.sign();
        signer.initVerify(publicKey);
        signer.update(probe);
        return signer.verify(signature);
    }

    /** Returns whether a file holds certificates as text, as opposed to a key store. */
    static boolean isCertificate(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            return false;
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE");
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        var spec = new PKCS8EncodedKeySpec(pkcs8);
        GeneralSecurityException last = null;
        for (var algorithm : new String[] {"EC", "RSA", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException other) {
                last = other;
            }
        }
        throw last;
    }

    /** RFC 5958 §2. */
    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return Der.sequence(new byte[] {Der.INTEGER, 1, 0}, algorithm, Der.element(Der.OCTET_STRING, key));
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is too large to be a certificate or key");
        }
        // Comments beside the blocks may be in any encoding.
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
