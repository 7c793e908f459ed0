// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.List;
import java.util.UUID;
import org.camquay.api.media.MediaKind;
import org.camquay.api.stream.Track;
import org.camquay.sdp.Direction;
import org.camquay.sdp.MediaBuilder;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.Msid;
import org.camquay.sdp.SsrcAttribute;

/** One media section and the track sent in it (W3C {@code RTCRtpTransceiver}, direction sendonly). */
final class Transceiver {
    private static final String[] VIDEO_FEEDBACK = {"nack", "nack pli", "ccm fir"};
    private static final String[] AUDIO_FEEDBACK = {};

    private final Track track;
    private final long ssrc;
    private final String trackId = UUID.randomUUID().toString();
    private String mid;
    private List<Encoding> offered = List.of();
    private Encoding chosen;

    Transceiver(Track track, long ssrc) {
        this.track = track;
        this.ssrc = ssrc;
    }

    Track track() {
        return track;
    }

    long ssrc() {
        return ssrc;
    }

    /** Null before it has a media section. */
    String mid() {
        return mid;
    }

    void mid(String newMid) {
        mid = newMid;
    }

    /** How it was offered. */
    List<Encoding> offered() {
        return offered;
    }

    /** What was agreed; null when nothing was. */
    Encoding chosen() {
        return chosen;
    }

    void choose(Encoding encoding) {
        chosen = encoding;
    }

    org.camquay.sdp.MediaKind sdpKind() {
        return track.kind() == MediaKind.VIDEO ? org.camquay.sdp.MediaKind.VIDEO : org.camquay.sdp.MediaKind.AUDIO;
    }

    /** Its media section in an offer, with every encoding there is; the agreed one alone when there is one. */
    MediaBuilder describeOffer(String streamId, String cname) {
        offered = chosen == null ? Encoding.offered(track.codecs()) : List.of(chosen);
        return describe(streamId, cname, offered, feedback());
    }

    /** Its media section in an answer to {@code remote}. */
    MediaBuilder describeAnswer(String streamId, String cname, MediaDescription remote) {
        var understood = java.util.Arrays.stream(feedback())
                .filter(f -> remote.hasFeedback(chosen.payloadType(), f))
                .toArray(String[]::new);
        return describe(streamId, cname, List.of(chosen), understood);
    }

    private String[] feedback() {
        return track.kind() == MediaKind.VIDEO ? VIDEO_FEEDBACK : AUDIO_FEEDBACK;
    }

    private MediaBuilder describe(String streamId, String cname, List<Encoding> encodings, String[] feedback) {
        var section = MediaDescription.builder(sdpKind())
                .mid(mid)
                .direction(Direction.SENDONLY)
                .rtcpMux(true)
                .rtcpRsize(true)
                .msid(new Msid(streamId, trackId))
                .ssrc(new SsrcAttribute(ssrc, "cname", cname));
        encodings.forEach(e -> section.codec(e.map(), e.fmtpLine(), feedback));
        return section;
    }
}
