// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

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
record RemoteTransport(
        IceParameters ice,
        boolean iceLite,
        List<Fingerprint> fingerprints,
        Setup setup,
        List<IceCandidate> candidates) {

    /**
     * Reads it from the first section that was not refused.
     *
     * @throws PeerException when something that WebRTC demands is missing; says what
     */
    static RemoteTransport of(Sdp sdp, List<MediaDescription> accepted) throws PeerException {
        var section = accepted.get(0);
        var transport = section.transport();
        if (transport.iceUfrag().isEmpty() || transport.icePwd().isEmpty()) {
            throw new PeerException("the description has no ICE user fragment and password (RFC 8839 §5.4)");
        }
        if (!section.rtp().rtcpMux()) {
            throw new PeerException("the description does not multiplex RTCP (RFC 8834 §4.5): a=rtcp-mux is missing");
        }
        var fingerprints = new ArrayList<Fingerprint>();
        transport.fingerprints().forEach(f -> Fingerprint.parse(f.toString()).ifPresent(fingerprints::add));
        if (fingerprints.isEmpty()) {
            throw new PeerException("the description has no certificate fingerprint we can check (RFC 8122):"
                    + " sha-256, sha-384 or sha-512");
        }
        var candidates = new LinkedHashSet<IceCandidate>();
        boolean end = false;
        for (var media : accepted) {
            media.candidates().forEach(c -> candidates.add(new IceCandidate(c, null, null, transport.iceUfrag())));
            end |= media.endOfCandidates();
        }
        if (end) {
            candidates.add(IceCandidate.endOfCandidates());
        }
        return new RemoteTransport(
                new IceParameters(transport.iceUfrag(), transport.icePwd()),
                sdp.iceLite(),
                fingerprints,
                transport.setup().orElse(Setup.ACTPASS),
                List.copyOf(candidates));
    }
}
