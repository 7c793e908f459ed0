// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.security.SecureRandom;
import java.util.function.Predicate;
import org.camquay.api.ice.IceParameters;
import org.camquay.stun.StunKey;

/** Both sides' user fragments and keys of one generation. */
final class Credentials {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int FRAGMENT = 8;
    private static final int PASSWORD = 24;

    private final IceParameters local;
    private final StunKey localKey;
    private IceParameters remote;
    private StunKey remoteKey;

    /** Fresh ones (RFC 8839 §5.4), with the first user fragment that {@code isFree} takes. */
    Credentials(Predicate<String> isFree) {
        String fragment = random(FRAGMENT);
        while (!isFree.test(fragment)) {
            fragment = random(FRAGMENT);
        }
        local = new IceParameters(fragment, random(PASSWORD));
        localKey = StunKey.shortTerm(local.password());
    }

    private static String random(int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_CHARS.charAt(RANDOM.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }

    IceParameters local() {
        return local;
    }

    /** For requests to us and our responses. */
    StunKey localKey() {
        return localKey;
    }

    /** Null until it is known. */
    IceParameters remote() {
        return remote;
    }

    /** For our requests and their responses; null until the remote parameters are known. */
    StunKey remoteKey() {
        return remoteKey;
    }

    void remote(IceParameters parameters) {
        remote = parameters;
        remoteKey = StunKey.shortTerm(parameters.password());
    }

    /** USERNAME of our requests (RFC 8445 §7.2.2). */
    String username() {
        return remote.usernameFragment() + ":" + local.usernameFragment();
    }
}
