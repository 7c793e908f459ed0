// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.Base64;
import java.util.regex.Pattern;

/** Certificates and keys as files have them (RFC 7468). Thread: any. */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final long LARGEST = 1 << 20;
    /** SEQUENCE { OID rsaEncryption, NULL }, what PKCS#8 says before an RSA key of PKCS#1. */
    private static final byte[] RSA = Base64.getDecoder().decode("MA0GCSqGSIb3DQEBAQUA");

    private Pem() {}

    /**
     * The certificates of a file in their order: a chain with the server's own first, or authorities.
     *
     * @throws IOException with a sentence, if there is none
     */
    public static X509Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        var chain =
                factory.generateCertificates(new ByteArrayInputStream(read(file).getBytes(StandardCharsets.UTF_8)));
        if (chain.isEmpty()) {
            throw new IOException(file + " holds no certificate");
        }
        return chain.toArray(X509Certificate[]::new);
    }

    /**
     * The first private key in a file, PKCS#8 or RSA's own form, without a password.
     *
     * @throws IOException with a sentence, if there is none that can be read
     */
    public static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        var blocks = BLOCK.matcher(read(file));
        while (blocks.find()) {
            var der = Base64.getMimeDecoder().decode(blocks.group(2));
            switch (blocks.group(1)) {
                case "PRIVATE KEY" -> {
                    return key(der);
                }
                case "RSA PRIVATE KEY" -> {
                    return key(pkcs8(der));
                }
                case "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY" ->
                    throw new IOException(file + " has a key in a form that is not read here;"
                            + " convert it with: openssl pkcs8 -topk8 -nocrypt");
                default -> {
                    // Parameters or a certificate in the same file.
                }
            }
        }
        throw new IOException(file + " holds no private key");
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

    private static byte[] pkcs8(byte[] pkcs1) throws IOException {
        var content = new ByteArrayOutputStream();
        content.write(new byte[] {2, 1, 0});
        content.write(RSA);
        content.write(der(4, pkcs1));
        return der(0x30, content.toByteArray());
    }

    private static byte[] der(int tag, byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        out.write(0x82);
        out.write(content.length >> 8);
        out.write(content.length);
        out.write(content);
        return out.toByteArray();
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is too large to be a certificate or key");
        }
        return Files.readString(file);
    }
}
