// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunCheck;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;

/** Answers the peer's checks (RFC 8445 §7.3), also before its parameters are known. */
final class CheckResponder {
    private final Generation generation;

    CheckResponder(Generation generation) {
        this.generation = generation;
    }

    void onRequest(Transport base, InetSocketAddress remote, StunMessage request) {
        if (request.method() != StunMethod.BINDING || request.verifyFingerprint() != StunCheck.VALID) {
            return;
        }
        var integrity = request.verify(generation.credentials().localKey());
        if (integrity != StunCheck.VALID) {
            // RFC 8489 §9.1.3; not protected, since the two sides do not agree on a key.
            generation.tally().forged();
            int code = integrity == StunCheck.ABSENT ? StunError.BAD_REQUEST : StunError.UNAUTHENTICATED;
            var error =
                    StunMessage.error(request, StunError.of(code)).fingerprint().build();
            base.send(error.buffer(), remote);
            return;
        }
        if (isOfAnotherGeneration(request)) {
            return;
        }
        generation.tally().received();
        var unknown = request.unknownRequired();
        var priority = request.attribute(AttributeType.PRIORITY);
        if (!unknown.isEmpty()) {
            refuse(base, remote, request, StunError.UNKNOWN_ATTRIBUTE);
        } else if (priority.isEmpty()) {
            refuse(base, remote, request, StunError.BAD_REQUEST);
        } else if (!generation.agreesOnRole(request)) {
            refuse(base, remote, request, StunError.ROLE_CONFLICT);
        } else {
            accept(base, remote, request, priority.get());
        }
    }

    /**
     * The peer has restarted ICE and does not know our new parameters yet. An answer would make a pair of its new and
     * our old candidate, with which Chromium is content for good.
     */
    private boolean isOfAnotherGeneration(StunMessage request) {
        var remote = generation.credentials().remote();
        var name = request.attribute(AttributeType.USERNAME).orElse("");
        return remote != null && !name.endsWith(":" + remote.usernameFragment());
    }

    private void accept(Transport base, InetSocketAddress remote, StunMessage request, long priority) {
        var response = StunMessage.success(request)
                .add(AttributeType.XOR_MAPPED_ADDRESS, remote)
                .integrity(generation.credentials().localKey())
                .fingerprint()
                .build();
        // Before the answer: what the peer sends at once may be received on another loop before this line is left.
        generation.onChecked(base, remote, priority, request.has(AttributeType.USE_CANDIDATE));
        base.send(response.buffer(), remote);
    }

    private void refuse(Transport base, InetSocketAddress remote, StunMessage request, int code) {
        var error = StunMessage.error(request, StunError.of(code));
        if (code == StunError.UNKNOWN_ATTRIBUTE) {
            error.add(
                    AttributeType.UNKNOWN_ATTRIBUTES,
                    request.unknownRequired().stream().limit(16).toList());
        }
        var response = error.integrity(generation.credentials().localKey())
                .fingerprint()
                .build();
        base.send(response.buffer(), remote);
    }
}
