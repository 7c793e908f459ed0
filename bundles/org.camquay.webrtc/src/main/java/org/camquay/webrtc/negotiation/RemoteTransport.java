// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.peer.PeerException;
import org.camquay.dtls.Fingerprint;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.Sdp;
import org.camquay.sdp.Setup;

/**
 * The peer's side of the bundled transport.
 *
 * @param candidates those in the description, and the end of them when it says so
 */
public record RemoteTransport(
        IceParameters ice,
        boolean iceLite,
        List<Fingerprint> fingerprints,
        Setup setup,
        List<IceCandidate> candidates) {

    /**
     * Reads it from the sections that share it.
     *
     * @param sections the one that describes it first (RFC 9143 §7.2.1); if it does not, the next that does
     * @throws PeerException when something that WebRTC demands is missing; says what
     */
    public static RemoteTransport of(Sdp sdp, List<MediaDescription> sections) throws PeerException {
        var section = sections.stream()
                .filter(RemoteTransport::describesIce)
                .findFirst()
                .orElseThrow(() ->
                        new PeerException("the description has no ICE user fragment and password (RFC 8839 §5.4)"));
        var transport = section.transport();
        // RTCP is multiplexed in every bundle (RFC 9143 §9.3); data channels have none.
        boolean muxed = sections.size() > 1 || section.rtp().rtcpMux() || !isRtp(section);
        if (!muxed) {
            throw new PeerException("the description does not multiplex RTCP (RFC 8834 §4.5): a=rtcp-mux is missing");
        }
        return new RemoteTransport(
                new IceParameters(transport.iceUfrag(), transport.icePwd()),
                sdp.iceLite(),
                fingerprints(section),
                transport.setup().orElse(Setup.ACTPASS),
                candidates(sections, transport.iceUfrag()));
    }

    private static boolean describesIce(MediaDescription section) {
        return !section.transport().iceUfrag().isEmpty()
                && !section.transport().icePwd().isEmpty();
    }

    private static boolean isRtp(MediaDescription section) {
        return section.protocol().contains("RTP");
    }

    private static List<Fingerprint> fingerprints(MediaDescription section) throws PeerException {
        var fingerprints = new ArrayList<Fingerprint>();
        section.transport()
                .fingerprints()
                .forEach(f -> Fingerprint.parse(f.toString()).ifPresent(fingerprints::add));
        if (fingerprints.isEmpty()) {
            throw new PeerException("the description has no certificate fingerprint we can check (RFC 8122):"
                    + " sha-256, sha-384 or sha-512");
        }
        return fingerprints;
    }

    private static List<IceCandidate> candidates(List<MediaDescription> sections, String fragment) {
        var candidates = new LinkedHashSet<IceCandidate>();
        boolean end = false;
        for (var media : sections) {
            media.candidates().forEach(c -> candidates.add(new IceCandidate(c, null, null, fragment)));
            end |= media.endOfCandidates();
        }
        if (end) {
            candidates.add(IceCandidate.endOfCandidates());
        }
        return List.copyOf(candidates);
    }
}
