// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Which certificates of servers are trusted, and sentences on those that are not. Thread: any. */
public final class Trust {
    /** A certificate is refused; the message is a sentence. */
    static final class Refusal extends CertificateException {
        private static final long serialVersionUID = 1L;

        /** Whether waiting may cure it. */
        private final boolean passes;

        Refusal(String message, boolean passes, CertificateException cause) {
            super(message, cause);
            this.passes = passes;
        }
    }

    private static final int CAUSES = 16;

    private Trust() {}

    /**
     * A context that trusts the authorities of a file, PKCS #12, JKS or PEM; an empty name stands for those of the Java
     * runtime. A certificate that is refused is refused with a sentence, see {@link #reason}.
     *
     * @param password of a PKCS #12 or JKS file; null if it has none
     * @param setting where an operator names that file, for the sentences
     * @throws IOException with a sentence, if the file cannot be used
     */
    public static SSLContext context(String file, char[] password, InstantSource clock, String setting)
            throws IOException {
        try {
            return context(new Verifying(authorities(file, password), clock, setting));
        } catch (GeneralSecurityException e) {
            throw new IOException("trust store " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * A context that trusts the servers that own one of the pinned keys or certificates, whatever their names, authorities and
     * dates are: a camera whose clock is wrong still knows its server.
     *
     * @param setting where an operator writes the pins, for the sentences
     */
    public static SSLContext pinned(List<Pin> pins, String setting) {
        var pinned = List.copyOf(pins);
        try {
            return context(new DecidingTrust(chain -> pinned(chain, pinned, setting)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    private static void pinned(X509Certificate[] chain, List<Pin> pins, String setting) throws CertificateException {
        for (var pin : pins) {
            if (pin.matches(chain[0])) {
                return;
            }
        }
        var sentence = "its key is not the pinned one: somebody is in between, or the server has a new key; compare "
                + Pin.of(chain[0]) + " with what the server shows of itself, and write it as " + setting;
        throw new Refusal(sentence, false, null);
    }

    /** A context that trusts every certificate of every host: the explicit opt-out. */
    public static SSLContext everybody() {
        try {
            return context(new DecidingTrust(chain -> {}));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    private static SSLContext context(TrustManager manager) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {manager}, null);
        return context;
    }

    private static X509ExtendedTrustManager authorities(String file, char[] password)
            throws IOException, GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(file.isEmpty() ? null : load(Path.of(file), password));
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this Java runtime checks no certificates"));
    }

    private static KeyStore load(Path file, char[] password) throws IOException, GeneralSecurityException {
        if (!Pem.isCertificate(file)) {
            return KeyStore.getInstance(file.toFile(), password);
        }
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (var certificate : Pem.certificates(file)) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        return store;
    }

    /** Why a handshake failed, in a sentence. */
    public static String reason(SSLException e) {
        return refusal(e).orElse("the TLS handshake failed (" + e.getMessage() + "): is that port for TLS?");
    }

    /** Why a certificate was refused, in a sentence; empty if that is not the cause of {@code failure}. */
    public static Optional<String> refusal(Throwable failure) {
        return find(failure).map(Refusal::getMessage);
    }

    /**
     * Returns whether a certificate was refused for something that only an operator can change, here or there: its issuer, its name,
     * its key. Dates are not among them: certificates are renewed, and clocks are set.
     */
    public static boolean isPermanent(Throwable failure) {
        return find(failure).filter(refusal -> !refusal.passes).isPresent();
    }

    private static Optional<Refusal> find(Throwable failure) {
        var cause = failure;
        // Bounded, since a chain of causes is not trusted to end.
        for (int depth = 0; cause != null && depth < CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return Optional.of(refusal);
            }
        }
        return Optional.empty();
    }

    private static Refusal refused(
            X509Certificate[] chain, CertificateException e, String host, Instant now, String setting) {
        return Arrays.stream(chain)
                .flatMap(certificate -> outdated(certificate, now, e).stream())
                .findFirst()
                .orElseGet(
                        () -> new Refusal(permanent(chain, String.valueOf(e.getMessage()), host, setting), false, e));
    }

    private static Optional<Refusal> outdated(X509Certificate certificate, Instant now, CertificateException e) {
        var from = certificate.getNotBefore().toInstant();
        var to = certificate.getNotAfter().toInstant();
        var says = "this machine's clock says " + now.truncatedTo(ChronoUnit.SECONDS);
        if (now.isBefore(from)) {
            var sentence =
                    "its certificate is valid only from " + from + " on, and " + says + ": that clock is wrong, set it";
            return Optional.of(new Refusal(sentence, true, e));
        } else if (now.isAfter(to)) {
            var sentence = "its certificate expired at " + to + ": renew it on the server (" + says
                    + "; if that is wrong, set it)";
            return Optional.of(new Refusal(sentence, true, e));
        }
        return Optional.empty();
    }

    private static String permanent(X509Certificate[] chain, String words, String host, String setting) {
        if (words.contains("No name matching") || words.contains("subject alternative")) {
            return "its certificate is for another host than " + host + " ("
                    + chain[0].getSubjectX500Principal().getName() + "); name the server as its certificate does";
        } else if (words.contains("certification path") || words.contains("trustAnchors")) {
            return "its certificate is not from an authority that is trusted here; pin its key (" + Pin.of(chain[0])
                    + ", to be compared on the server), or name the authority's file as " + setting;
        }
        return "its certificate is refused (" + words + ")";
    }

    private interface Check {
        void run() throws CertificateException;
    }

    /** Refuses in sentences. */
    private static final class Verifying extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager authorities;
        private final InstantSource clock;
        private final String setting;

        Verifying(X509ExtendedTrustManager authorities, InstantSource clock, String setting) {
            this.authorities = authorities;
            this.clock = clock;
            this.setting = setting;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain, engine.getPeerHost(), () -> authorities.checkServerTrusted(chain, type, engine));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            var host =
                    socket instanceof SSLSocket tls ? tls.getHandshakeSession().getPeerHost() : "the one asked for";
            check(chain, host, () -> authorities.checkServerTrusted(chain, type, socket));
        }

        private void check(X509Certificate[] chain, String host, Check check) throws CertificateException {
            var now = clock.instant();
            try {
                check.run();
            } catch (CertificateException e) {
                throw refused(chain, e, host, now, setting);
            }
            // Java does not look at the dates of a certificate that is itself in the trust store.
            var outdated = outdated(chain[0], now, null);
            if (outdated.isPresent()) {
                throw outdated.get();
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            authorities.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            authorities.checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            authorities.checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            authorities.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return authorities.getAcceptedIssuers();
        }
    }
}
