// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.camquay.api.media.MediaKind;
import org.camquay.sdp.Extmap;
import org.camquay.sdp.MediaDescription;
import org.camquay.webrtc.send.HeaderExtensions;

/** Header extensions in descriptions (RFC 8285 §5): what is offered, what both have, and the lines that say so. */
final class ExtensionLines {
    static final String TRANSPORT_SEQUENCE =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    static final String PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
    static final String ABSOLUTE_CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";

    /** Largest id of the one-byte form; others are left unused. */
    private static final int MAX_ID = 14;

    private ExtensionLines() {}

    /** What we offer: the same ids in every section, as bundling demands (RFC 9143 §9.2). */
    static HeaderExtensions offered(MediaKind kind) {
        return kind == MediaKind.VIDEO ? new HeaderExtensions(1, 2, 3) : new HeaderExtensions(1, 0, 3);
    }

    /** Those of {@code wanted} that the peer has too, with the peer's ids. */
    static HeaderExtensions common(HeaderExtensions wanted, MediaDescription remote) {
        ToIntFunction<String> id = uri -> {
            int found = remote.extensionId(uri).orElse(0);
            return found <= MAX_ID ? found : 0;
        };
        return new HeaderExtensions(
                wanted.transportSequence() == 0 ? 0 : id.applyAsInt(TRANSPORT_SEQUENCE),
                wanted.playoutDelay() == 0 ? 0 : id.applyAsInt(PLAYOUT_DELAY),
                wanted.absoluteCaptureTime() == 0 ? 0 : id.applyAsInt(ABSOLUTE_CAPTURE_TIME));
    }

    /** The lines of those in use. */
    static List<Extmap> of(HeaderExtensions used) {
        return Stream.of(
                        new Extmap(used.transportSequence(), TRANSPORT_SEQUENCE),
                        new Extmap(used.playoutDelay(), PLAYOUT_DELAY),
                        new Extmap(used.absoluteCaptureTime(), ABSOLUTE_CAPTURE_TIME))
                .filter(e -> e.id() > 0)
                .toList();
    }
}
