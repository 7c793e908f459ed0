// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.List;
import java.util.Optional;

/**
 * What a media section says of ICE (RFC 8839 §5.4) and DTLS (RFC 8122, RFC 4145).
 *
 * @param iceUfrag empty if not told
 * @param icePwd empty if not told
 * @param iceOptions e.g. {@code trickle}, {@code ice2}
 * @param fingerprints of the certificates the end may show
 */
public record TransportParameters(
        String iceUfrag,
        String icePwd,
        List<String> iceOptions,
        List<Fingerprint> fingerprints,
        Optional<Setup> setup) {
    /** Nothing told. */
    public static final TransportParameters NONE =
            new TransportParameters("", "", List.of(), List.of(), Optional.empty());

    public TransportParameters {
        iceOptions = List.copyOf(iceOptions);
        fingerprints = List.copyOf(fingerprints);
    }

    /** Whether more candidates may follow the description (RFC 8840 §4.1.3). */
    public boolean trickle() {
        return iceOptions.contains("trickle");
    }

    /** The same, with the values of the session for all that the section does not tell. */
    TransportParameters orElse(TransportParameters session) {
        // ufrag and password belong together: a section that has one of its own does not borrow the other
        var ownIce = !iceUfrag.isEmpty() || !icePwd.isEmpty();
        return new TransportParameters(
                ownIce ? iceUfrag : session.iceUfrag,
                ownIce ? icePwd : session.icePwd,
                iceOptions.isEmpty() ? session.iceOptions : iceOptions,
                fingerprints.isEmpty() ? session.fingerprints : fingerprints,
                setup.or(session::setup));
    }
}
