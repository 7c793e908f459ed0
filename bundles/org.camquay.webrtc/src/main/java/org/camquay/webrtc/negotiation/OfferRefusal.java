// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.util.List;
import org.camquay.api.media.Codec;
import org.camquay.api.peer.NoCommonCodecException;
import org.camquay.api.peer.PeerException;
import org.camquay.rtp.payload.PayloadFormat;
import org.camquay.sdp.Direction;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.MediaKind;
import org.camquay.sdp.Sdp;

/** Why nothing can be sent to the peer that made an offer: the first cause that holds, in one sentence. */
final class OfferRefusal {
    /** Its packets would have to hold a whole NAL unit each. */
    static final String NO_FRAGMENTS =
            "the offer takes H.264 in packetization-mode 0 alone, and the pictures of this stream"
                    + " do not fit its packets: offer packetization-mode=1 (RFC 6184 §6.3)";

    private OfferRefusal() {}

    /** The refusal of an offer that has no section any of the tracks can be sent into. */
    static PeerException of(Sdp offer, List<Transceiver> transceivers) {
        var media = offer.media().stream()
                .filter(m -> m.kind().equals(MediaKind.AUDIO) || m.kind().equals(MediaKind.VIDEO))
                .toList();
        if (media.isEmpty()) {
            return new PeerException("the offer has no section for sound or picture: it needs m=audio or m=video");
        }
        var open = media.stream().filter(m -> !AnswerPlan.isRefused(offer, m)).toList();
        if (open.isEmpty()) {
            return new PeerException(
                    "the offer refuses all its sections for sound and picture itself: their port is 0");
        }
        var receiving = open.stream().filter(m -> m.direction().receives()).toList();
        if (receiving.isEmpty()) {
            var directions = open.stream()
                    .map(MediaDescription::direction)
                    .distinct()
                    .map(Direction::word)
                    .toList();
            return new PeerException("the offer does not ask to receive anything: its sections are "
                    + String.join(" and ", directions) + ", and need a=recvonly or a=sendrecv");
        }
        var wanted = receiving.stream()
                .filter(m -> transceivers.stream().anyMatch(t -> t.sdpKind().equals(m.kind())))
                .toList();
        if (wanted.isEmpty() && !transceivers.isEmpty()) {
            boolean sound = receiving.get(0).kind().equals(MediaKind.AUDIO);
            return new NoCommonCodecException("the offer asks for " + (sound ? "sound" : "a picture")
                    + " alone, which this stream does not have; it can be sent as: " + names(transceivers));
        }
        boolean noFragments =
                wanted.stream().flatMap(m -> CodecMatch.all(m).stream()).anyMatch(match -> !match.takesFragments());
        return new NoCommonCodecException("no codec in common with the offer; this stream can be sent as: "
                + names(transceivers) + (noFragments ? "; " + NO_FRAGMENTS : ""));
    }

    /** What the tracks can be sent as. */
    static String names(List<Transceiver> transceivers) {
        var names = transceivers.stream()
                .flatMap(t -> t.track().codecs().stream())
                .map(Codec::mimeType)
                .filter(type -> PayloadFormat.of(type).isPresent())
                .distinct()
                .toList();
        return names.isEmpty() ? "nothing, because no encoder for its format is there" : String.join(", ", names);
    }
}
