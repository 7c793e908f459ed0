// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

/** What came of reading a description. */
public sealed interface SdpResult {
    /** It is well-formed. */
    record Ok(Sdp sdp) implements SdpResult {}

    /**
     * It is not, or exceeds a limit.
     *
     * @param line counted from 1; 0 if no single line is to blame
     * @param message one sentence that names the line and the remedy
     */
    record Problem(int line, String message) implements SdpResult {}
}
