// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.camquay.tls.IdentityFiles;
import org.camquay.tls.SelfMade;
import org.camquay.tls.ServerIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate in force, which follows its files: PEM, a key store, or one that is made here and renewed. Thread: one at a time.
 */
final class Certificate {
    private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);

    /** How long before its end a certificate that others renew is warned of. */
    private static final Duration WARNED = Duration.ofDays(14);

    private static final Duration RARELY = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * Where it is from; without certificate and store it is made here.
     *
     * @param folder of the one made here, and of the file {@code pin}
     * @param names of the server, for the one made here
     */
    record Source(
            Optional<Path> chain,
            Optional<Path> key,
            Optional<Path> store,
            Optional<Path> passwordFile,
            Path folder,
            Set<String> names) {
        boolean isSelfMade() {
            return chain.isEmpty() && store.isEmpty();
        }
    }

    private final Source source;
    private final InstantSource clock;
    private final SelfMade selfMade;
    private final IdentityFiles files;
    private Optional<ServerIdentity> current = Optional.empty();
    private Instant nextRenewal = Instant.MIN;
    private Instant nextWarning = Instant.MIN;

    Certificate(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        selfMade = new SelfMade(source.folder(), clock);
        if (source.store().isPresent()) {
            files = IdentityFiles.keyStore(source.store().get(), source.passwordFile());
        } else {
            var chain = source.chain().orElse(selfMade.certificate());
            files = IdentityFiles.pem(chain, source.key().orElse(source.isSelfMade() ? selfMade.key() : chain));
        }
    }

    Optional<ServerIdentity> current() {
        return current;
    }

    boolean isSelfMade() {
        return source.isSelfMade();
    }

    /** Looks at the files; a new certificate if there is one. What cannot be used is logged, and the old one stays. */
    Optional<ServerIdentity> look() {
        try {
            renew();
            var changed = files.refresh();
            changed.ifPresent(this::loaded);
            warn();
            return changed;
        } catch (IOException e) {
            LOG.warn(
                    "loading the TLS certificate failed: {} ({})",
                    e.getMessage(),
                    current.isPresent() ? "the old one stays" : "HTTPS does not answer until it is corrected");
            return Optional.empty();
        }
    }

    private void renew() throws IOException {
        var now = clock.instant();
        // A clock that was set back is no reason to wait.
        boolean due = now.isAfter(nextRenewal) || now.isBefore(nextRenewal.minus(RARELY));
        if (source.isSelfMade() && (nextRenewal.equals(Instant.MIN) || due)) {
            nextRenewal = now.plus(RARELY);
            if (selfMade.ensure(source.names(), Set.of())) {
                LOG.info("TLS certificate made: {}", selfMade.certificate());
            }
        }
    }

    private void loaded(ServerIdentity identity) {
        current = Optional.of(identity);
        nextWarning = Instant.MIN;
        LOG.info(
                "TLS certificate loaded: {} (SHA-256 {}, pin {}, valid until {})",
                identity.certificate().getSubjectX500Principal().getName(),
                identity.fingerprint(),
                identity.pin(),
                identity.certificate().getNotAfter().toInstant());
        try {
            PinFile.write(source.folder().resolve("pin"), identity.pin());
        } catch (IOException e) {
            LOG.warn("writing the TLS pin failed: {} (this machine's own clients use the old one)", e.toString());
        }
    }

    private void warn() {
        var now = clock.instant();
        if (current.isEmpty() || source.isSelfMade() || now.isBefore(nextWarning)) {
            return;
        }
        var end = current.get().certificate().getNotAfter().toInstant();
        if (now.plus(WARNED).isAfter(end)) {
            nextWarning = now.plus(DAY);
            LOG.warn(
                    "TLS certificate {}: {} (renew its files; they are read at once)",
                    now.isAfter(end) ? "expired" : "expires",
                    end);
        }
    }
}
