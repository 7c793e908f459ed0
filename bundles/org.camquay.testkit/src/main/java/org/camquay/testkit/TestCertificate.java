// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for 127.0.0.1, made with the JDK's keytool. Thread: any.
 *
 * @param certificatePem it as text
 * @param keyPem its private key as text, PKCS #8
 */
public record TestCertificate(X509Certificate certificate, String certificatePem, String keyPem) {

    /**
     * Makes one.
     *
     * @param folder for its key store
     * @param algorithm EC or RSA
     */
    public static TestCertificate make(Path folder, String algorithm, String name)
            throws IOException, GeneralSecurityException, InterruptedException {
        var store = folder.resolve(name + ".p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var size = algorithm.equals("EC") ? List.of("-groupname", "secp256r1") : List.of("-keysize", "2048");
        var command = new ArrayList<>(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
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
        var process = new ProcessBuilder(command).start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = new FileInputStream(store.toFile())) {
            keys.load(in, "changeit".toCharArray());
        }
        var certificate = (X509Certificate) keys.getCertificate("server");
        var key = keys.getKey("server", "changeit".toCharArray());
        return new TestCertificate(
                certificate, pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key.getEncoded()));
    }

    /** Writes both files. */
    public void writeTo(Path certificateFile, Path keyFile) throws IOException {
        Files.writeString(keyFile, keyPem);
        Files.writeString(certificateFile, certificatePem);
    }

    /** A connection that trusts this certificate alone. */
    public SSLSocket connect(int port) throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    }

    /** Puts DER into the form of RFC 7468. */
    public static String pem(String label, byte[] der) {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
