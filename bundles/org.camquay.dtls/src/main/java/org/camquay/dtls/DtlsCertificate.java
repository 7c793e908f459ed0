// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A self-signed ECDSA P-256 certificate with its private key (W3C RTCCertificate). The key never leaves the process.
 *
 * <p>Thread: any; immutable.
 */
public final class DtlsCertificate {

    /** As browsers do (W3C WebRTC §4.10.2); peers look at the fingerprint, some at the dates too. */
    private static final Duration LIFETIME = Duration.ofDays(30);

    /** The peer's clock may be as wrong, and a session may last as long. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final SecureRandom random;
    private final AsymmetricKeyParameter privateKey;
    private final Certificate chain;
    private final Fingerprint fingerprint;
    private final Instant begin;

    private DtlsCertificate(SecureRandom random, AsymmetricKeyParameter privateKey, byte[] encoded, Instant begin)
            throws IOException {
        this.random = random;
        this.begin = begin;
        this.privateKey = privateKey;
        chain = new Certificate(new TlsCertificate[] {new BcTlsCrypto(random).createCertificate(encoded)});
        fingerprint = Fingerprint.of("sha-256", encoded);
    }

    /**
     * Makes a key pair and a certificate for it, in some 10 ms, longer in a cold JVM.
     *
     * @throws IllegalStateException when this Java has no P-256
     */
    public static DtlsCertificate generate(InstantSource clock) {
        try {
            var random = new SecureRandom();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            var begin = clock.instant().minus(MARGIN);
            byte[] encoded = selfSigned(pair, random, begin);
            return new DtlsCertificate(
                    random, PrivateKeyFactory.createKey(pair.getPrivate().getEncoded()), encoded, begin);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make an ECDSA P-256 certificate on this Java", e);
        }
    }

    /** The sha-256 fingerprint to write into session descriptions. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** Whether a session that begins now should use it. */
    boolean isFresh(Instant now) {
        return !now.isBefore(begin) && now.isBefore(begin.plus(LIFETIME).minus(MARGIN));
    }

    /** For one handshake. */
    HandshakeCrypto newCrypto() {
        return new HandshakeCrypto(random);
    }

    /** Signs in one handshake, with its cryptography. */
    TlsCredentialedSigner signer(TlsContext context, HandshakeCrypto crypto) {
        var algorithm = new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, privateKey, chain, algorithm) {
            @Override
            public byte[] generateRawSignature(byte[] hash) throws IOException {
                return crypto.sign(hash, super::generateRawSignature);
            }
        };
    }

    /** How a peer may sign. */
    static Vector<SignatureAndHashAlgorithm> signaturesOfPeer() {
        return new Vector<>(List.of(
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.rsa),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha384, SignatureAlgorithm.rsa)));
    }

    private static byte[] selfSigned(KeyPair pair, SecureRandom random, Instant begin)
            throws OperatorCreationException, IOException {
        var name = new X500Name("CN=camquay");
        var builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(64, random).add(BigInteger.ONE),
                Date.from(begin),
                Date.from(begin.plus(LIFETIME)),
                name,
                pair.getPublic());
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }
}
