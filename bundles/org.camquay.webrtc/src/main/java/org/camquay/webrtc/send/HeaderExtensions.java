// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.util.List;
import java.util.function.ToIntFunction;
import org.camquay.api.media.MediaKind;
import org.camquay.sdp.Extmap;
import org.camquay.sdp.MediaDescription;

/**
 * The RTP header extensions of a media section (RFC 8285), by their ids; 0 for one that is not used.
 *
 * @param transportSequence a number over all packets of the connection, for congestion control
 * @param playoutDelay how long the receiver may hold a frame back
 * @param absoluteCaptureTime when, on our clock, a frame was captured
 */
public record HeaderExtensions(int transportSequence, int playoutDelay, int absoluteCaptureTime) {
    public static final String TRANSPORT_SEQUENCE =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    public static final String PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
    static final String ABSOLUTE_CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";
    static final HeaderExtensions NONE = new HeaderExtensions(0, 0, 0);

    /** Largest id of the one-byte form; others are left unused. */
    private static final int MAX_ID = 14;

    /** What we offer: the same ids in every section, as bundling demands (RFC 9143 §9.2). */
    public static HeaderExtensions offered(MediaKind kind) {
        return kind == MediaKind.VIDEO ? new HeaderExtensions(1, 2, 3) : new HeaderExtensions(1, 0, 3);
    }

    /** Those of {@code wanted} that the peer has too, with the peer's ids. */
    public static HeaderExtensions common(HeaderExtensions wanted, MediaDescription remote) {
        ToIntFunction<String> id = uri -> {
            int found = remote.extensionId(uri).orElse(0);
            return found <= MAX_ID ? found : 0;
        };
        return new HeaderExtensions(
                wanted.transportSequence == 0 ? 0 : id.applyAsInt(TRANSPORT_SEQUENCE),
                wanted.playoutDelay == 0 ? 0 : id.applyAsInt(PLAYOUT_DELAY),
                wanted.absoluteCaptureTime == 0 ? 0 : id.applyAsInt(ABSOLUTE_CAPTURE_TIME));
    }

    /**
     * Without those that change from packet to packet: what may be retransmitted on its own SSRC has to be the same in
     * every byte, or two packets would share a nonce of SRTP.
     */
    public HeaderExtensions constant() {
        return new HeaderExtensions(0, playoutDelay, 0);
    }

    public HeaderExtensions withoutTransportSequence() {
        return new HeaderExtensions(0, playoutDelay, absoluteCaptureTime);
    }

    public List<Extmap> extmaps() {
        return java.util.stream.Stream.of(
                        new Extmap(transportSequence, TRANSPORT_SEQUENCE),
                        new Extmap(playoutDelay, PLAYOUT_DELAY),
                        new Extmap(absoluteCaptureTime, ABSOLUTE_CAPTURE_TIME))
                .filter(e -> e.id() > 0)
                .toList();
    }
}
