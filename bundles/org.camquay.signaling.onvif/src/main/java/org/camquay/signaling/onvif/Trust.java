// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.camquay.api.signaling.SignalingException;

/**
 * Which servers' certificates are taken.
 *
 * @param store PKCS #12 or PEM file; empty for the JDK's
 * @param passwordFile its first line is the store's password; empty for none
 * @param all take any
 */
record Trust(String store, String passwordFile, boolean all) {
    /** Empty for the JDK's own. Reads the file each time, so that it can be renewed. */
    Optional<SSLContext> sslContext() throws SignalingException {
        if (!all && store.isEmpty()) {
            return Optional.empty();
        }
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, all ? new TrustManager[] {new TrustAll()} : trusted(), null);
            return Optional.of(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new SignalingException("trust store " + store + ": cannot be read; check file and password", e);
        }
    }

    private TrustManager[] trusted() throws GeneralSecurityException, IOException {
        var bytes = Files.readAllBytes(Path.of(store));
        var isPem = new String(bytes, 0, Math.min(bytes.length, 4096), java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains("-----BEGIN CERTIFICATE-----");
        var trusted = KeyStore.getInstance("PKCS12");
        if (isPem) {
            trusted.load(null, null);
            var number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new java.io.ByteArrayInputStream(bytes))) {
                trusted.setCertificateEntry("trusted-" + number++, certificate);
            }
        } else {
            trusted.load(new java.io.ByteArrayInputStream(bytes), password());
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private char[] password() throws IOException {
        if (passwordFile.isEmpty()) {
            return null;
        }
        try (var lines = Files.lines(Path.of(passwordFile))) {
            return lines.findFirst().orElse("").strip().toCharArray();
        }
    }

    /** Extended, for around a plain one the JDK would still check host names. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
