// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

/**
 * A candidate as it is signaled (W3C {@code RTCIceCandidateInit}).
 *
 * @param candidate the candidate-attribute (RFC 8839 §5.1) beginning {@code candidate:}; empty at the end of candidates
 * @param sdpMid the media section's identification tag, or null
 * @param sdpMLineIndex the media section's index, or null
 * @param usernameFragment the ICE user fragment it belongs to, or null
 */
public record IceCandidate(String candidate, String sdpMid, Integer sdpMLineIndex, String usernameFragment) {
    public IceCandidate {
        candidate = candidate == null ? "" : candidate;
    }

    /** The sign that no more candidates come (RFC 8838 §8.2). */
    public static IceCandidate endOfCandidates() {
        return new IceCandidate("", null, null, null);
    }

    /** Whether this is the end of candidates. */
    public boolean isEnd() {
        return candidate.isEmpty();
    }
}
