// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.util.ArrayList;
import java.util.List;
import org.camquay.api.ice.IceCandidate;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.Sdp;

/**
 * Our candidates so far, as they stand in descriptions: in the section whose transport the others share (RFC 9143 §7.2.1).
 * An ICE restart begins anew. Thread: the connection's loop.
 */
public final class LocalCandidates {
    private final List<String> lines = new ArrayList<>();
    private String usernameFragment = "";
    private boolean complete;

    /** Those to come belong to this user fragment; those of another are forgotten. */
    public void belongTo(String fragment) {
        if (!fragment.equals(usernameFragment)) {
            usernameFragment = fragment;
            lines.clear();
            complete = false;
        }
    }

    /** Notes a candidate; returns it as it is signaled. */
    public IceCandidate add(IceCandidate candidate, String mid) {
        lines.add(candidate.candidate());
        return new IceCandidate(candidate.candidate(), mid, 0, candidate.usernameFragment());
    }

    /** There are no more. */
    public void end() {
        complete = true;
    }

    /** Whether there are no more. */
    public boolean complete() {
        return complete;
    }

    /** The description with those there are so far. */
    public Sdp into(Sdp sdp) {
        var sections = new ArrayList<>(sdp.media());
        String mid = mid(sdp);
        for (int i = 0; i < sections.size(); i++) {
            if (!sections.get(i).rejected() && sections.get(i).mid().equals(mid)) {
                var section = sections.get(i).toBuilder();
                lines.forEach(section::candidate);
                sections.set(i, section.endOfCandidates(complete).build());
                break;
            }
        }
        return sdp.withMedia(sections);
    }

    /** The mid of that section; empty if it has none. */
    public static String mid(Sdp sdp) {
        return sdp.bundle().stream()
                .findFirst()
                .or(() -> sdp.media().stream()
                        .filter(m -> !m.rejected())
                        .map(MediaDescription::mid)
                        .findFirst())
                .orElse("0");
    }
}
