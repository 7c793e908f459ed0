// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetSocketAddress;
import org.camquay.stun.StunAttribute;
import org.camquay.stun.StunMessage;
import org.camquay.stun.TurnAttribute;

/** What is in an answer. */
final class Answers {
    private Answers() {}

    /** The error code, or 0 for a success. */
    static int code(StunMessage answer) {
        return answer.attribute(StunAttribute.ErrorCode.class)
                .map(StunAttribute.ErrorCode::code)
                .orElse(0);
    }

    static InetSocketAddress relayed(StunMessage answer) {
        return answer.attribute(TurnAttribute.XorRelayedAddress.class)
                .orElseThrow(() -> new AssertionError("no relayed address in " + answer))
                .address();
    }

    static long lifetime(StunMessage answer) {
        return answer.attribute(TurnAttribute.Lifetime.class).orElseThrow().seconds();
    }
}
