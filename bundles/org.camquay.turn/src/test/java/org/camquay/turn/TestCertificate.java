// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for 127.0.0.1, made with the JDK's keytool. */
record TestCertificate(X509Certificate certificate, String certificatePem, String keyPem) {

    /** @param algorithm EC or RSA */
    static TestCertificate make(Path folder, String algorithm, String name)
            throws IOException, GeneralSecurityException, InterruptedException {
        var store = folder.resolve(name + ".p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var size = algorithm.equals("EC") ? List.of("-groupname", "secp256r1") : List.of("-keysize", "2048");
        var command = new java.util.ArrayList<>(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "turn",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore"));
        command.add(store.toString());
        command.addAll(size);
        var process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = new FileInputStream(store.toFile())) {
            keys.load(in, "changeit".toCharArray());
        }
        var certificate = (X509Certificate) keys.getCertificate("turn");
        var key = keys.getKey("turn", "changeit".toCharArray());
        return new TestCertificate(
                certificate, pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key.getEncoded()));
    }

    void writeTo(Path certificateFile, Path keyFile) throws IOException {
        Files.writeString(keyFile, keyPem);
        Files.writeString(certificateFile, certificatePem);
    }

    /** A connection that trusts this certificate alone. */
    SSLSocket connect(int port) throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("turn", certificate);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return (SSLSocket) context.getSocketFactory().createSocket(TestServer.LOOPBACK, port);
    }

    static String pem(String label, byte[] der) {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
