// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import java.util.Arrays;

/** Finds a stream's state by its SSRC without boxing; a connection has a handful. */
final class SsrcTable<S> {

    private int[] ssrcs = new int[8];
    private Object[] states = new Object[8];
    private int size;
    /** Nearly always the next one too. */
    private S recent;

    private int recentSsrc;

    /** The state of that SSRC, or null. */
    S find(int ssrc) {
        return recent != null && recentSsrc == ssrc ? recent : search(ssrc);
    }

    @SuppressWarnings("unchecked")
    private S search(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                recent = (S) states[i];
                recentSsrc = ssrc;
                return recent;
            }
        }
        return null;
    }

    void add(int ssrc, S state) {
        if (size == ssrcs.length) {
            ssrcs = Arrays.copyOf(ssrcs, 2 * size);
            states = Arrays.copyOf(states, 2 * size);
        }
        ssrcs[size] = ssrc;
        states[size++] = state;
    }

    int size() {
        return size;
    }
}
