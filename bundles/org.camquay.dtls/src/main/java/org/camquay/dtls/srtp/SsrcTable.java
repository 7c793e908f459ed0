// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds a stream's state by its SSRC without boxing; a connection has a handful. */
final class SsrcTable<S> {

    private int[] ssrcs = new int[8];
    private final List<S> states = new ArrayList<>();
    private int recent;

    /** The state of that SSRC, or null. */
    S find(int ssrc) {
        if (recent < states.size() && ssrcs[recent] == ssrc) {
            return states.get(recent);
        }
        for (int i = 0; i < states.size(); i++) {
            if (ssrcs[i] == ssrc) {
                recent = i;
                return states.get(i);
            }
        }
        return null;
    }

    void add(int ssrc, S state) {
        int size = states.size();
        if (size == ssrcs.length) {
            ssrcs = Arrays.copyOf(ssrcs, 2 * size);
        }
        ssrcs[size] = ssrc;
        states.add(state);
    }

    int size() {
        return states.size();
    }
}
