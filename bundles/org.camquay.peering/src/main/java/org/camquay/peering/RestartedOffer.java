// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.regex.Pattern;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;

/** The offer that a peer would have made for its ICE restart, had it not sent its new parameters alone (RFC 9725 §4.3.3). */
final class RestartedOffer {
    private static final Pattern UFRAG = Pattern.compile("(?m)^a=ice-ufrag:[^\r\n]*");
    private static final Pattern PASSWORD = Pattern.compile("(?m)^a=ice-pwd:[^\r\n]*");
    private static final Pattern CANDIDATES = Pattern.compile("(?m)^a=(candidate:|end-of-candidates)[^\n]*\n");

    /** RFC 8839 §5.4. */
    private static final Pattern ICE_CHARS = Pattern.compile("[A-Za-z0-9+/]+");

    private RestartedOffer() {}

    /** Whether a user fragment and a password can be such. */
    static boolean isRight(IceParameters parameters) {
        return isRight(parameters.usernameFragment(), 4) && isRight(parameters.password(), 22);
    }

    private static boolean isRight(String text, int shortest) {
        return text.length() >= shortest
                && text.length() <= 256
                && ICE_CHARS.matcher(text).matches();
    }

    /** Whether the offer has these parameters. */
    static boolean has(SessionDescription offer, IceParameters parameters) {
        return UFRAG.matcher(offer.sdp())
                .results()
                .anyMatch(line -> line.group().equals("a=ice-ufrag:" + parameters.usernameFragment()));
    }

    /** The same offer with these parameters, and none of the candidates. */
    static SessionDescription of(SessionDescription offer, IceParameters parameters) {
        var sdp = CANDIDATES.matcher(offer.sdp()).replaceAll("");
        sdp = UFRAG.matcher(sdp).replaceAll("a=ice-ufrag:" + parameters.usernameFragment());
        sdp = PASSWORD.matcher(sdp).replaceAll("a=ice-pwd:" + parameters.password());
        return new SessionDescription(SdpType.OFFER, sdp);
    }
}
