// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.camquay.tls.IdentityFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate that TLS clients see, read again when its files change. Thread: any. */
final class Certificates {
    private static final Logger log = LoggerFactory.getLogger(Certificates.class);

    private final Path certificate;
    private final IdentityFiles files;
    private volatile SSLContext current;
    private volatile int generation = 1;

    Certificates(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        files = IdentityFiles.pem(certificate, key);
        try {
            current = files.load().context();
        } catch (IOException e) {
            throw new IOException("TURN over TLS: " + e.getMessage(), e);
        }
    }

    /** For one new connection. */
    SSLEngine engine() {
        var engine = current.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return engine;
    }

    /** How many certificates there have been. */
    int generation() {
        return generation;
    }

    /** Reads changed files; keeps what it had if they make no sense. Blocks. */
    synchronized void refresh() {
        try {
            var changed = files.refresh();
            if (changed.isPresent()) {
                current = changed.get().context();
                generation++;
                log.info("TURN certificate loaded: {}", certificate);
            }
        } catch (IOException e) {
            log.warn("loading a TURN certificate failed: {} (the old one stays)", e.getMessage());
        }
    }
}
