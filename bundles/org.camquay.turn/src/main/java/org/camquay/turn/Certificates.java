// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.camquay.tls.ServerIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate that TLS clients see, read again when its files change. Thread: any. */
final class Certificates {
    private static final Logger log = LoggerFactory.getLogger(Certificates.class);

    private record Version(FileTime certificate, long certificateSize, FileTime key, long keySize) {}

    private final Path certificate;
    private final Path key;
    private Version seen;
    private volatile SSLContext current;
    private volatile int generation = 1;

    Certificates(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        seen = version();
        try {
            current = read();
        } catch (GeneralSecurityException e) {
            throw new IOException("TURN over TLS: " + certificate + " and " + key + ": " + e.getMessage(), e);
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
            var version = version();
            if (!version.equals(seen)) {
                // Remembered first: a broken pair is complained about once, not every time.
                seen = version;
                current = read();
                generation++;
                log.info("TURN certificate loaded: {}", certificate);
            }
        } catch (IOException | GeneralSecurityException e) {
            log.warn("loading a TURN certificate failed: {} (the old one stays)", e.getMessage());
        }
    }

    private Version version() throws IOException {
        return new Version(
                Files.getLastModifiedTime(certificate),
                Files.size(certificate),
                Files.getLastModifiedTime(key),
                Files.size(key));
    }

    private SSLContext read() throws IOException, GeneralSecurityException {
        return ServerIdentity.context(certificate, key);
    }
}
