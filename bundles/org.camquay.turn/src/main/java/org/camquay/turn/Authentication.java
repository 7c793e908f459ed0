// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.util.List;
import java.util.Optional;
import org.camquay.stun.AttributeType;
import org.camquay.stun.PasswordAlgorithm;
import org.camquay.stun.StunCheck;
import org.camquay.stun.StunError;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;
import org.camquay.stun.StunMethod;

/** The long-term credential mechanism of RFC 8489 §9.2, at the server. */
final class Authentication {
    /** What checking a request gave. */
    sealed interface Outcome {
        /** The request is this user's; answers are protected in the same way. */
        record Granted(User user, StunKey key, boolean sha256) implements Outcome {
            StunMessageBuilder protect(StunMessageBuilder answer) {
                return sha256 ? answer.integritySha256(key) : answer.integrity(key);
            }
        }

        /** What to answer instead. */
        record Refused(StunMessageBuilder answer) implements Outcome {}
    }

    private static final List<PasswordAlgorithm> ALGORITHMS = List.of(PasswordAlgorithm.SHA256, PasswordAlgorithm.MD5);

    private final Resources resources;

    Authentication(Resources resources) {
        this.resources = resources;
    }

    Outcome check(Client client, StunMessage request) {
        boolean integrity =
                request.has(AttributeType.MESSAGE_INTEGRITY) || request.has(AttributeType.MESSAGE_INTEGRITY_SHA256);
        if (!integrity) {
            return challenge(client, request, StunError.UNAUTHENTICATED, Count.CHALLENGES);
        }
        var username = request.attribute(AttributeType.USERNAME);
        var nonce = request.attribute(AttributeType.NONCE);
        var algorithm = algorithm(request);
        if (username.isEmpty() || nonce.isEmpty() || !request.has(AttributeType.REALM) || algorithm.isEmpty()) {
            resources.counters().increment(Count.OTHER_REFUSALS);
            return new Outcome.Refused(StunMessage.error(request, StunError.of(StunError.BAD_REQUEST)));
        }
        if (!resources.nonces().accepts(nonce.get(), client.remote().getAddress())) {
            return challenge(client, request, StunError.STALE_NONCE, Count.STALE_NONCES);
        }
        return verify(client, request, username.get(), algorithm.get().equals(PasswordAlgorithm.SHA256));
    }

    private Outcome verify(Client client, StunMessage request, String username, boolean sha256) {
        var user = user(client, username);
        if (user.isPresent()) {
            var key = user.get().key(sha256);
            if (request.verify(key) == StunCheck.VALID) {
                if (isReplay(client, request)) {
                    return challenge(client, request, StunError.STALE_NONCE, Count.REPLAYS);
                }
                boolean answerSha256 = request.has(AttributeType.MESSAGE_INTEGRITY_SHA256);
                return new Outcome.Granted(user.get(), key, answerSha256);
            }
        }
        return challenge(client, request, StunError.UNAUTHENTICATED, Count.WRONG_CREDENTIALS);
    }

    /** Only now that it is genuine: strangers must not fill what is remembered. */
    private boolean isReplay(Client client, StunMessage request) {
        return request.method() == StunMethod.ALLOCATE
                && !resources.replays().claim(request.transactionId(), client.remote());
    }

    /** Whoever has an allocation keeps it, though the expiry in the name has passed. */
    private Optional<User> user(Client client, String name) {
        var allocation = client.allocation();
        boolean same = allocation != null && allocation.user().name().equals(name);
        return same ? Optional.of(allocation.user()) : resources.users().find(name);
    }

    /** The algorithm of the key; empty if the client does not repeat what we offered (RFC 8489 §9.2.4). */
    private static Optional<PasswordAlgorithm> algorithm(StunMessage request) {
        var chosen = request.attribute(AttributeType.PASSWORD_ALGORITHM);
        var offered = request.attribute(AttributeType.PASSWORD_ALGORITHMS);
        if (chosen.isEmpty() && offered.isEmpty()) {
            return Optional.of(PasswordAlgorithm.MD5);
        }
        boolean untouched =
                chosen.isPresent() && offered.filter(ALGORITHMS::equals).isPresent();
        return untouched ? chosen.filter(ALGORITHMS::contains) : Optional.empty();
    }

    private Outcome challenge(Client client, StunMessage request, int code, Count count) {
        resources.counters().increment(count);
        return new Outcome.Refused(StunMessage.error(request, StunError.of(code))
                .add(AttributeType.REALM, resources.users().realm())
                .add(
                        AttributeType.NONCE,
                        resources.nonces().issue(client.remote().getAddress()))
                .add(AttributeType.PASSWORD_ALGORITHMS, ALGORITHMS));
    }
}
