// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.nio.charset.StandardCharsets;
import org.camquay.api.ice.IceException;

/** A candidate that the other end names. */
public final class CandidateFuzz {
    private CandidateFuzz() {}

    /** What is used can be written, and is used in the same way. */
    public static void fuzzerTestOneInput(byte[] data) throws IceException {
        try {
            var usable = Candidate.usable(CandidateAttribute.parse(new String(data, StandardCharsets.UTF_8)));
            if (usable.isPresent()) {
                var again = CandidateAttribute.parse(usable.get().attribute());
                if (!Candidate.usable(again).equals(usable)) {
                    throw new AssertionError(usable + " is " + again);
                }
            }
        } catch (IceException e) {
            if (e.getMessage().length() > 200) {
                throw new AssertionError("a long answer", e);
            }
        }
    }
}
