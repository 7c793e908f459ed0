// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import java.util.Optional;

/** What came of reading a message. */
public sealed interface JsonRpcResult {
    /** It is well-formed. */
    record Ok(JsonRpcMessage message) implements JsonRpcResult {}

    /**
     * It is not.
     *
     * @param code {@link ErrorCode#PARSE_ERROR} or {@link ErrorCode#INVALID_REQUEST}
     * @param message one sentence that names the remedy
     * @param id that of the request, as far as it could be read
     */
    record Problem(int code, String message, Optional<JsonRpcId> id) implements JsonRpcResult {
        /** What to send back. Do not answer it to a message that may itself have been an answer. */
        public JsonRpcMessage.ErrorResponse answer() {
            return new JsonRpcMessage.ErrorResponse(id, new JsonRpcError(code, message));
        }
    }
}
