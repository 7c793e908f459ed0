// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.OnvifMethod;

/** How long the parts of a message may be, and the whole of one that holds no session description. Pure. */
final class Sizes {
    static final int DESCRIPTION = 64 * 1024;
    static final int CANDIDATE = 512;
    static final int ID = 64;

    private static final List<String> DESCRIPTIONS = List.of("offer", "answer");
    private static final List<String> IDS = List.of("session", "peer", "name", "sdpMid");

    /** RFC 8839 §5.4 allows a user name fragment so much; the names of streams get the same. */
    private static final int NAME = 256;

    private static final List<String> NAMES = List.of("profile", "usernameFragment");

    private Sizes() {}

    /** What is too long, in a sentence. */
    static Optional<String> problem(JsonRpcMessage message, int length) {
        if (message instanceof JsonRpcMessage.Request request) {
            return body(
                    request.method(), request.params(), length, request.method().equals(OnvifMethod.INVITE));
        } else if (message instanceof JsonRpcMessage.Notification notification) {
            return body(notification.method(), notification.params(), length, false);
        } else if (message instanceof JsonRpcMessage.Response response) {
            return body("result", response.result(), length, true);
        }
        return whole("error", length);
    }

    private static Optional<String> body(String name, JsonNode body, int length, boolean description) {
        if (!description && length > Inbox.SMALL) {
            return whole(name, length);
        }
        var parts = fields(name, body).or(() -> fields(name, body.path("candidate")));
        return parts.isPresent() || !description ? parts : descriptions(name, body, length);
    }

    private static Optional<String> descriptions(String name, JsonNode body, int length) {
        int described = 0;
        for (var key : DESCRIPTIONS) {
            var text =
                    body.path(key).isTextual() ? body.path(key) : body.path(key).path("sdp");
            var characters = text.asText("").length();
            if (characters > DESCRIPTION) {
                return Optional.of(name + ": \"" + key + "\" may have " + DESCRIPTION + " characters");
            }
            described += characters;
        }
        // its line ends are escaped, which makes some of it longer
        return described == 0 ? whole(name, length) : Optional.empty();
    }

    private static Optional<String> whole(String name, int length) {
        return length <= Inbox.SMALL
                ? Optional.empty()
                : Optional.of(name.substring(0, Math.min(name.length(), ID)) + ": this message may have " + Inbox.SMALL
                        + " characters");
    }

    private static Optional<String> fields(String name, JsonNode body) {
        return longer(name, body, IDS, ID)
                .or(() -> longer(name, body, NAMES, NAME))
                .or(() -> longer(name, body, List.of("candidate"), CANDIDATE));
    }

    private static Optional<String> longer(String name, JsonNode body, List<String> keys, int most) {
        return keys.stream()
                .filter(key -> body.path(key).asText("").length() > most)
                .map(key -> name + ": \"" + key + "\" may have " + most + " characters")
                .findFirst();
    }
}
