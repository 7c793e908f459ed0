// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** A message at {@code /signaling}, from a viewer, a device or a server. */
public final class OnvifFuzz {
    private static final JsonRpcCodec CODEC = new JsonRpcCodec(64 * 1024);
    private static final List<Function<JsonNode, ?>> PARSERS = List.of(
            Connect::parse,
            ConnectDevice::parse,
            ConnectDeviceResult::parse,
            ConnectResult::parse,
            Extend::parse,
            ExtendResult::parse,
            Invite::parse,
            InviteResult::parse,
            Presence::parse,
            Register::parse,
            RegisterResult::parse,
            Trickle::parse);

    private OnvifFuzz() {}

    /** Whatever was understood can be sent on. */
    public static void fuzzerTestOneInput(byte[] data) {
        var result = CODEC.parse(new String(data, StandardCharsets.UTF_8));
        if (result instanceof JsonRpcResult.Problem problem) {
            CODEC.write(problem.answer());
        } else if (result instanceof JsonRpcResult.Ok ok) {
            var written = CODEC.write(ok.message());
            if (!(CODEC.parse(written) instanceof JsonRpcResult.Ok)) {
                throw new AssertionError("what was written is refused: " + written);
            }
            if (ok.message() instanceof JsonRpcMessage.Request request) {
                understand(request.params());
            } else if (ok.message() instanceof JsonRpcMessage.Notification notification) {
                understand(notification.params());
            } else if (ok.message() instanceof JsonRpcMessage.Response response) {
                understand(response.result());
            }
        }
    }

    private static void understand(JsonNode json) {
        for (var parser : PARSERS) {
            if (parser.apply(json) instanceof Decoded.Ok<?> ok && ok.value() instanceof OnvifParams params) {
                params.toJson();
                params.toString();
            }
        }
    }
}
