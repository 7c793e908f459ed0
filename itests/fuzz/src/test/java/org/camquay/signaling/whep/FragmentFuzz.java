// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import java.nio.charset.StandardCharsets;

/** The body of a PATCH: a trickle ICE fragment. */
public final class FragmentFuzz {
    private FragmentFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        var text = new String(data, StandardCharsets.UTF_8);
        SdpFragment.parse(text).ifPresent(fragment -> {
            fragment.candidates();
            fragment.parameters();
        });
        SdpFragment.parse(SdpFragment.of(text));
    }
}
