// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceCandidate;

/** Reads a trickle ICE fragment, {@code application/trickle-ice-sdpfrag} (RFC 8840 §9). */
final class SdpFragment {
    private static final int MAX_CANDIDATES = 200;
    private static final String UFRAG = "a=ice-ufrag:";
    private static final String MID = "a=mid:";
    private static final String CANDIDATE = "a=candidate:";

    private final List<IceCandidate> candidates = new ArrayList<>();
    private String ufrag;
    private String mid;

    private SdpFragment() {}

    /** Its candidates and their ends, in order; empty when it is not a fragment, or one of unreasonable length. */
    static Optional<List<IceCandidate>> parse(String text) {
        var fragment = new SdpFragment();
        for (String line : text.split("\r?\n")) {
            if (!line.isEmpty() && !fragment.read(line)) {
                return Optional.empty();
            }
        }
        return Optional.of(List.copyOf(fragment.candidates));
    }

    private boolean read(String line) {
        if (line.length() < 2 || line.charAt(1) != '=') {
            return false;
        }
        if (line.startsWith("m=")) {
            mid = null;
        } else if (line.startsWith(MID)) {
            mid = line.substring(MID.length()).trim();
        } else if (line.startsWith(UFRAG)) {
            ufrag = line.substring(UFRAG.length()).trim();
        } else if (line.startsWith(CANDIDATE)) {
            candidates.add(new IceCandidate(line.substring(2).trim(), mid, null, ufrag));
        } else if (line.trim().equals("a=end-of-candidates")) {
            candidates.add(new IceCandidate("", mid, null, ufrag));
        }
        // Other lines (a=group, a=ice-pwd, a=ice-options) say nothing about a candidate.
        return candidates.size() <= MAX_CANDIDATES;
    }
}
