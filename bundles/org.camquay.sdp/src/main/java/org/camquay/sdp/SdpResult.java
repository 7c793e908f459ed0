// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.List;

/** What came of reading a description. */
public sealed interface SdpResult {
    /**
     * It can be used.
     *
     * @param ignored lines that are malformed and were left out, for logs
     */
    record Ok(Sdp sdp, List<Problem> ignored) implements SdpResult {
        public Ok {
            ignored = List.copyOf(ignored);
        }
    }

    /**
     * It is no description, its sections cannot be told apart, or it exceeds a limit.
     *
     * @param line counted from 1; 0 if no single line is to blame
     * @param message one sentence that names the line and the remedy
     */
    record Problem(int line, String message) implements SdpResult {}
}
