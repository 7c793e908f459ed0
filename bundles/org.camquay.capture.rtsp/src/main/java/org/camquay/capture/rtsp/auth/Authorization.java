// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How we convince one camera that its user may watch: Digest (RFC 7616, RFC 2617) and Basic (RFC 7617). It remembers what the
 * camera asked for, so that later requests need not be refused first. Only on one thread.
 */
public final class Authorization {
    /** What to do after a refusal. */
    public enum Verdict {
        /** The request is to be sent once more, with a new field. */
        AGAIN,
        /** No user was given. */
        NO_USER,
        /** The camera wants what we do not have. */
        UNKNOWN,
        /** The camera knows no such user, or the password is another. */
        REFUSED
    }

    private static final int MOST_TRIES = 4;

    private final Optional<Credentials> credentials;
    private final Supplier<String> nonces;
    private final Set<DigestAlgorithm> refused = EnumSet.noneOf(DigestAlgorithm.class);
    private Challenge challenge;
    private List<Challenge> offered = List.of();
    private DigestAnswer digest;
    /** Whether the camera took an answer to the present challenge. */
    private boolean accepted;

    /** Makes one; {@code nonces} gives unguessable words of hexadecimal digits. */
    public Authorization(Optional<Credentials> credentials, Supplier<String> nonces) {
        this.credentials = credentials;
        this.nonces = nonces;
    }

    /** The field for a request, empty if the camera asked for none so far. */
    public Optional<String> field(String method, String uri) {
        if (challenge == null || credentials.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(digest == null ? basic(credentials.get()) : digest.field(credentials.get(), method, uri));
    }

    /** The camera took a request. */
    public void accepted() {
        accepted = challenge != null;
    }

    /**
     * The camera refused a request with 401.
     *
     * @param fields its {@code WWW-Authenticate}
     * @param tries how often this request was sent before now with a field of ours
     */
    public Verdict refused(List<String> fields, int tries) {
        offered = Challenge.parse(fields);
        if (credentials.isEmpty()) {
            return Verdict.NO_USER;
        }
        boolean first = challenge == null;
        // one that it took before and takes no more has run out, whether it says so or not (RFC 7616 §3.3)
        boolean outdated = accepted || offered.stream().anyMatch(each -> each.is("stale"));
        if (!first && tries > 0 && !outdated) {
            algorithm(challenge).ifPresent(refused::add);
            if (digest == null) {
                return Verdict.REFUSED;
            }
        }
        var best = best();
        if (best.isEmpty()) {
            return refused.isEmpty() ? Verdict.UNKNOWN : Verdict.REFUSED;
        }
        choose(best.get());
        return tries >= MOST_TRIES ? Verdict.REFUSED : Verdict.AGAIN;
    }

    private void choose(Challenge best) {
        challenge = best;
        accepted = false;
        digest = algorithm(best)
                .map(algorithm -> new DigestAnswer(best, algorithm, nonces.get()))
                .orElse(null);
    }

    /** The strongest that we have; Basic, which shows the password, only where the camera offers nothing else of ours. */
    private Optional<Challenge> best() {
        var digests =
                offered.stream().filter(each -> algorithm(each).isPresent()).toList();
        if (digests.isEmpty()) {
            return offered.stream()
                    .filter(each -> each.scheme().equals("basic"))
                    .findFirst();
        }
        return digests.stream()
                .filter(each -> !refused.contains(algorithm(each).get()))
                .max(Comparator.comparing(each -> algorithm(each).get()));
    }

    private static Optional<DigestAlgorithm> algorithm(Challenge each) {
        return each.scheme().equals("digest") && DigestAnswer.canAnswer(each)
                ? DigestAlgorithm.of(each)
                : Optional.empty();
    }

    private static String basic(Credentials credentials) {
        var pair = credentials.user() + ":" + credentials.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** What the camera offered last, for people. */
    public String offered() {
        var names = new ArrayList<>(
                offered.stream().map(Challenge::toString).distinct().toList());
        return names.isEmpty() ? "nothing that it names" : names.stream().collect(Collectors.joining(", "));
    }
}
