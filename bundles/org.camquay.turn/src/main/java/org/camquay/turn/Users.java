// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may relay: users with passwords, and whoever got {@code expiry:name} from a holder of the shared secret with the
 * password base64(HMAC-SHA1(secret, username)) (draft-uberti-behave-turn-rest). Thread: any.
 */
final class Users {
    private static final String HMAC = "HmacSHA1";

    private final String realm;
    private final String secret;
    private final Map<String, String> passwords;
    private final TurnClock clock;

    /** @param secret empty for none */
    Users(String realm, String secret, Map<String, String> passwords, TurnClock clock) {
        this.realm = realm;
        this.secret = secret;
        this.passwords = Map.copyOf(passwords);
        this.clock = clock;
    }

    String realm() {
        return realm;
    }

    /** Whether anybody can be a user at all. */
    boolean none() {
        return secret.isEmpty() && passwords.isEmpty();
    }

    /** The user of that name; empty for an unknown one and after the expiry in the name. */
    Optional<User> find(String name) {
        var password = passwords.get(name);
        if (password != null) {
            return Optional.of(new User(name, name, realm, password));
        }
        int colon = name.indexOf(':');
        var expiry = colon < 0 ? name : name.substring(0, colon);
        boolean rest = !secret.isEmpty() && expiry.matches("\\d{1,15}");
        if (!rest || Long.parseLong(expiry) < clock.wall().instant().getEpochSecond()) {
            return Optional.empty();
        }
        var account = colon < 0 ? "" : name.substring(colon + 1);
        return Optional.of(new User(name, account, realm, password(secret, name)));
    }

    static String password(String secret, String name) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is missing from this Java runtime", e);
        }
    }
}
