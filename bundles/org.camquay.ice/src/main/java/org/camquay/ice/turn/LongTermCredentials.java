// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.camquay.stun.AttributeType;
import org.camquay.stun.NonceCookie;
import org.camquay.stun.PasswordAlgorithm;
import org.camquay.stun.StunCheck;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;

/** A user name and password with what the server said about their use (RFC 8489 §9.2). */
final class LongTermCredentials {
    private final String username;
    private final String password;
    private final Challenges challenges;
    private InetSocketAddress server;
    private Challenges.Challenge challenge;
    private PasswordAlgorithm chosen;
    private StunKey key;
    /** Whether what is known was said to another allocation, and may be out of date. */
    private boolean recalled;

    LongTermCredentials(String username, String password) {
        this(username, password, new Challenges());
    }

    LongTermCredentials(String username, String password, Challenges challenges) {
        this.username = username;
        this.password = password;
        this.challenges = challenges;
    }

    /** Another server is asked from now on, perhaps one that others have asked before. */
    void use(InetSocketAddress newServer) {
        server = newServer;
        key = null;
        challenge = null;
        recalled = false;
        if (!username.isEmpty()) {
            challenges.of(newServer).ifPresent(known -> recalled = take(known).isEmpty());
        }
    }

    /** Whether requests carry what this server has asked for in this very conversation. */
    boolean areKnown() {
        return key != null && !recalled;
    }

    /** Whether requests carry what the server has asked somebody else for; one that refuses may be asked anew. */
    boolean areRecalled() {
        return recalled;
    }

    /** The server took them. */
    void confirm() {
        recalled = false;
    }

    /** As if the server had never been heard of. */
    void forget() {
        challenges.forget(server);
        key = null;
        challenge = null;
        recalled = false;
    }

    /** Takes realm and nonce of a 401 or 438; otherwise a sentence on what is wrong with it. */
    Optional<String> challenge(StunMessage error) {
        var newNonce = error.attribute(AttributeType.NONCE);
        var newRealm = error.attribute(AttributeType.REALM);
        if (newNonce.isEmpty() || newRealm.isEmpty() && challenge == null) {
            return Optional.of("it asks for credentials without a realm or nonce");
        }
        var algorithms = error.attribute(AttributeType.PASSWORD_ALGORITHMS);
        if (algorithms.isPresent() != NonceCookie.of(newNonce.get()).passwordAlgorithms()) {
            // RFC 8489 §9.2.5: somebody on the path took the better algorithms away.
            return Optional.of("its nonce and its password algorithms contradict each other");
        }
        var next = new Challenges.Challenge(
                newRealm.orElseGet(() -> challenge.realm()), newNonce.get(), algorithms.orElse(null));
        recalled = false;
        var wrong = take(next);
        if (wrong.isEmpty() && server != null) {
            challenges.remember(server, next);
        }
        return wrong;
    }

    private Optional<String> take(Challenges.Challenge next) {
        challenge = next;
        chosen = next.offered() == null ? null : choose(next.offered());
        if (next.offered() != null && chosen == null) {
            key = null;
            return Optional.of("it offers no password algorithm that is known here");
        }
        key = isSha256()
                ? StunKey.longTermSha256(username, next.realm(), password)
                : StunKey.longTerm(username, next.realm(), password);
        return Optional.empty();
    }

    private static PasswordAlgorithm choose(List<PasswordAlgorithm> offered) {
        return offered.stream()
                .filter(each -> each.number() == PasswordAlgorithm.MD5.number()
                        || each.number() == PasswordAlgorithm.SHA256.number())
                .findFirst()
                .orElse(null);
    }

    private boolean isSha256() {
        return chosen != null && chosen.number() == PasswordAlgorithm.SHA256.number();
    }

    /** Ends a request with what proves us, as far as the server has asked. */
    StunMessage seal(StunMessageBuilder request) {
        if (key == null) {
            return request.fingerprint().build();
        }
        request.add(AttributeType.USERNAME, username)
                .add(AttributeType.REALM, challenge.realm())
                .add(AttributeType.NONCE, challenge.nonce());
        if (chosen == null) {
            return request.integrity(key).fingerprint().build();
        }
        return request.add(AttributeType.PASSWORD_ALGORITHMS, challenge.offered())
                .add(AttributeType.PASSWORD_ALGORITHM, chosen)
                .integritySha256(key)
                .fingerprint()
                .build();
    }

    /** Whether a response may be believed: a success must be protected, an error may be bare. */
    boolean verify(StunMessage response, boolean success) {
        if (key == null) {
            // Nobody was asked to prove anything yet, so whoever does has no key of ours.
            return !response.has(AttributeType.MESSAGE_INTEGRITY)
                    && !response.has(AttributeType.MESSAGE_INTEGRITY_SHA256);
        }
        var check = response.verify(key);
        return check == StunCheck.VALID || !success && check == StunCheck.ABSENT;
    }
}
