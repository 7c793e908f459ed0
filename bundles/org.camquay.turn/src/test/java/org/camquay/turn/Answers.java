// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetSocketAddress;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ErrorCode;
import org.camquay.stun.StunMessage;

/** What is in an answer. */
final class Answers {
    private Answers() {}

    /** The error code, or 0 for a success. */
    static int code(StunMessage answer) {
        return answer.attribute(AttributeType.ERROR_CODE).map(ErrorCode::code).orElse(0);
    }

    static InetSocketAddress relayed(StunMessage answer) {
        return answer.attribute(AttributeType.XOR_RELAYED_ADDRESS)
                .orElseThrow(() -> new AssertionError("no relayed address in " + answer));
    }

    static long lifetime(StunMessage answer) {
        return answer.attribute(AttributeType.LIFETIME).orElseThrow();
    }
}
