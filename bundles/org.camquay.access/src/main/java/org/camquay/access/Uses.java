// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who used which token for one holder, until these tokens expire. The first use binds the token to its holder, who may
 * come back for ten minutes, as the tokens of EMS's rendezvous server do. A file keeps the uses over a restart, one line
 * each. Thread: any; a write is one short line, which does not wait for the disk.
 */
final class Uses {
    /** How long the first holder may come back, from the first use on. */
    static final Duration RETURN = Duration.ofMinutes(10);

    /** Uses kept at the same time; more are refused, for a forgotten use would open the door again. */
    static final int MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Uses.class);

    /** What came of a use. */
    enum Outcome {
        ADMITTED,
        /** Somebody else has it. */
        TAKEN,
        /** Its holder may not come back any more. */
        OVER,
        /** There is no place to remember one more. */
        FULL
    }

    private record Use(String holder, Instant first, Instant expiry) {}

    private final Path file;
    private final Map<String, Use> uses = new HashMap<>();

    Uses(Path file, Instant now) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(this::read);
            forgetExpired(now);
            write();
        }
    }

    /**
     * Binds the token to this holder, or finds it bound.
     *
     * @param continued whether the holder goes on with what it has begun, and does not come back
     */
    synchronized Outcome use(Token token, String holder, boolean continued, Instant now) {
        var key = key(token.issuer(), token.id());
        var known = uses.get(key);
        if (known == null) {
            return first(key, new Use(digest(holder), now, token.expiry()), now);
        }
        if (!known.holder().equals(digest(holder))) {
            return Outcome.TAKEN;
        }
        return continued || now.isBefore(known.first().plus(RETURN)) ? Outcome.ADMITTED : Outcome.OVER;
    }

    private Outcome first(String key, Use use, Instant now) {
        if (uses.size() >= MAX) {
            forgetExpired(now);
            if (uses.size() >= MAX) {
                return Outcome.FULL;
            }
            tidy();
        }
        uses.put(key, use);
        try {
            PrivateFile.append(file, line(key, use));
        } catch (IOException e) {
            LOG.error("remembering a use failed: {} ({}; it is forgotten at the next start)", file, e.toString());
        }
        return Outcome.ADMITTED;
    }

    /** When it was first used. */
    synchronized Optional<Instant> firstUse(String issuer, String id) {
        return Optional.ofNullable(uses.get(key(issuer, id))).map(Use::first);
    }

    private void forgetExpired(Instant now) {
        // An outside issuer's clock may be behind ours.
        uses.values().removeIf(use -> now.isAfter(use.expiry().plus(TrustedKey.SKEW)));
    }

    private void tidy() {
        try {
            write();
        } catch (IOException e) {
            LOG.warn("tidying up the uses failed: {} ({})", file, e.toString());
        }
    }

    private void write() throws IOException {
        var text = new StringBuilder();
        uses.forEach((key, use) -> text.append(line(key, use)).append('\n'));
        PrivateFile.write(file, text.toString());
    }

    private static String line(String key, Use use) {
        return key + " " + use.holder() + " " + use.first().getEpochSecond() + " "
                + use.expiry().getEpochSecond();
    }

    private void read(String line) {
        String[] part = line.split(" ");
        if (part.length == 4 && part[2].matches("\\d{1,12}") && part[3].matches("\\d{1,12}") && uses.size() < MAX) {
            var first = Instant.ofEpochSecond(Long.parseLong(part[2]));
            uses.put(part[0], new Use(part[1], first, Instant.ofEpochSecond(Long.parseLong(part[3]))));
        }
    }

    /** Of equal length whatever an issuer writes. */
    private static String key(String issuer, String id) {
        return digest(issuer.length() + " " + issuer + id);
    }

    private static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
