// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What a server shows of itself: a certificate's chain and the key that belongs to it. Thread: any. */
public final class ServerIdentity {
    private ServerIdentity() {}

    /**
     * Reads PEM files. Blocks for a moment.
     *
     * @param certificate the chain, the server's own certificate first
     * @param key the private key, without a password
     * @throws IOException with a sentence, if one of them cannot be read
     * @throws GeneralSecurityException if they make no sense, or not together
     */
    public static SSLContext context(Path certificate, Path key) throws IOException, GeneralSecurityException {
        var chain = Pem.certificates(certificate);
        var privateKey = Pem.privateKey(key);
        if (!Pem.belong(privateKey, chain[0].getPublicKey())) {
            throw new GeneralSecurityException("the key is not the certificate's");
        }
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", privateKey, new char[0], chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
