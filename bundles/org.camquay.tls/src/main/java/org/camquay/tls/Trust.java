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
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Which certificates of servers are trusted, and sentences on those that are not. Thread: any. */
public final class Trust {
    /** A certificate is refused; the message is a sentence. */
    private static final class Refusal extends CertificateException {
        private static final long serialVersionUID = 1L;

        Refusal(String message, CertificateException cause) {
            super(message, cause);
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

    /** A context that trusts every certificate of every host: the explicit opt-out. */
    public static SSLContext everybody() {
        try {
            return context(new Everybody());
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
        var cause = failure;
        // Bounded, since a chain of causes is not trusted to end.
        for (int depth = 0; cause != null && depth < CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof Refusal) {
                return Optional.of(cause.getMessage());
            }
        }
        return Optional.empty();
    }

    private static String sentence(
            X509Certificate[] chain, CertificateException e, String host, Instant now, String setting) {
        for (var certificate : chain) {
            var from = certificate.getNotBefore().toInstant();
            var to = certificate.getNotAfter().toInstant();
            var says = "this machine's clock says " + now.truncatedTo(ChronoUnit.SECONDS);
            if (now.isBefore(from)) {
                return "its certificate is valid only from " + from + " on, and " + says
                        + ": that clock is wrong, set it";
            } else if (now.isAfter(to)) {
                return "its certificate expired at " + to + ": renew it on the server (" + says
                        + "; if that is wrong, set it)";
            }
        }
        var words = String.valueOf(e.getMessage());
        if (words.contains("No name matching") || words.contains("subject alternative")) {
            return "its certificate is for another host than " + host + " ("
                    + chain[0].getSubjectX500Principal().getName() + "); name the server as its certificate does";
        } else if (words.contains("certification path") || words.contains("trustAnchors")) {
            return "its certificate is not from an authority that is trusted here; name the authority's file as "
                    + setting;
        }
        return "its certificate is refused (" + words + ")";
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
            try {
                authorities.checkServerTrusted(chain, type, engine);
            } catch (CertificateException e) {
                throw new Refusal(sentence(chain, e, engine.getPeerHost(), clock.instant(), setting), e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            authorities.checkServerTrusted(chain, type, socket);
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

    /** The explicit opt-out. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
