// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What a server shows of itself: a certificate's chain and the key that belongs to it. Thread: any.
 *
 * @param certificate the server's own
 * @param context for connections of servers
 */
public record ServerIdentity(X509Certificate certificate, SSLContext context) {
    /**
     * Reads PEM files. Blocks for a moment.
     *
     * @param certificate the chain, the server's own certificate first
     * @param key the private key, without a password; may be the same file
     * @throws IOException with a sentence, if one of them cannot be read
     * @throws GeneralSecurityException if they make no sense, or not together
     */
    public static ServerIdentity pem(Path certificate, Path key) throws IOException, GeneralSecurityException {
        return of(Pem.certificates(readable(certificate)), Pem.privateKey(readable(key)));
    }

    /**
     * Reads a PKCS #12 or JKS file with one key. Blocks for a moment.
     *
     * @param password of the file and its key
     * @throws IOException with a sentence, if it cannot be read
     * @throws GeneralSecurityException if it makes no sense
     */
    public static ServerIdentity keyStore(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store;
        try {
            store = KeyStore.getInstance(readable(file).toFile(), password);
        } catch (IOException e) {
            boolean wrong = e.getCause() instanceof UnrecoverableKeyException;
            throw new IOException(
                    wrong ? file + " has another password" : file + " cannot be read: " + e.getMessage(), e);
        }
        for (var alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getKey(alias, password) instanceof PrivateKey key) {
                return of(x509(store.getCertificateChain(alias)), key);
            }
        }
        throw new IOException(file + " holds no private key with its certificate");
    }

    /** Only the context, see {@link #pem}. */
    public static SSLContext context(Path certificate, Path key) throws IOException, GeneralSecurityException {
        return pem(certificate, key).context();
    }

    private static ServerIdentity of(X509Certificate[] chain, PrivateKey key)
            throws IOException, GeneralSecurityException {
        if (!Pem.belong(key, chain[0].getPublicKey())) {
            throw new GeneralSecurityException("the key is not the certificate's");
        }
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, new char[0], chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return new ServerIdentity(chain[0], context);
    }

    private static X509Certificate[] x509(Certificate[] chain) {
        return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
    }

    private static Path readable(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + (Files.exists(file) ? " may not be read by this user" : " does not exist"));
        }
        return file;
    }

    /** The SHA-256 of the certificate, as browsers show it. */
    public String fingerprint() {
        return Pin.fingerprint(certificate);
    }

    /** By which a client may know this server without an authority; stays when the certificate is renewed for the same key. */
    public Pin pin() {
        return Pin.of(certificate);
    }
}
