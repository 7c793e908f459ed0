// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.rtp.payload.PayloadFormat;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.RtpMap;

/**
 * A way to send a track: a codec of the track and how it is described.
 *
 * @param codec of the track
 * @param map with the payload type
 * @param fmtpLine as described, which may differ from the codec's own
 * @param rtxPayloadType of its retransmissions (RFC 4588), -1 for none
 */
public record Encoding(Codec codec, RtpMap map, String fmtpLine, int rtxPayloadType) {
    /** From a payload type to that of its retransmissions: beyond all others that we offer. */
    private static final int TO_RTX = 16;

    /** How a track with these codecs is offered: each as it is, then as what else it may be described. */
    static List<Encoding> offered(List<Codec> codecs) {
        var encodings = new ArrayList<Encoding>();
        var used = new HashMap<PayloadFormat, Integer>();
        codecs.forEach(codec -> PayloadFormat.of(codec.mimeType())
                .ifPresent(format -> encodings.add(
                        offered(format, codec, lines(format, codec).get(0), used))));
        for (var codec : codecs) {
            PayloadFormat.of(codec.mimeType())
                    .ifPresent(format -> lines(format, codec).stream()
                            .filter(line -> encodings.stream().noneMatch(e -> e.isAs(codec, line)))
                            .forEach(line -> encodings.add(offered(format, codec, line, used))));
        }
        return encodings;
    }

    private static Encoding offered(
            PayloadFormat format, Codec codec, String line, HashMap<PayloadFormat, Integer> used) {
        int payloadType = format.payloadType() + used.merge(format, 1, Integer::sum) - 1;
        var map = new RtpMap(payloadType, codec.name(), codec.clockRate(), Math.max(1, codec.channels()));
        return new Encoding(cut(format, codec, line), map, line, format.retransmitted() ? payloadType + TO_RTX : -1);
    }

    private static List<String> lines(PayloadFormat format, Codec codec) {
        return format.descriptions().apply(codec.sdpFmtpLine());
    }

    /**
     * The codec whose parameters say whether its packets are fragments: those of a peer that takes none are not those of the
     * others, whatever the source's own description says.
     */
    private static Codec cut(PayloadFormat format, Codec codec, String line) {
        boolean fragments = format.takesFragments().test(line);
        if (fragments == format.takesFragments().test(codec.sdpFmtpLine())) {
            return codec;
        }
        String own =
                fragments ? lines(format, codec).get(0) : format.unfragmented().apply(codec.sdpFmtpLine());
        return new Codec(codec.mimeType(), codec.clockRate(), codec.channels(), own);
    }

    private boolean isAs(Codec other, String line) {
        return codec.is(other.mimeType()) && fmtpLine.equals(line);
    }

    /**
     * How the first of these codecs that the peer's section takes is sent there, at best in fragments; empty if it takes
     * none.
     */
    static Optional<Encoding> of(MediaDescription section, List<Codec> codecs) {
        var possible = new ArrayList<Encoding>();
        for (var codec : codecs) {
            var lines = PayloadFormat.of(codec.mimeType())
                    .map(format -> lines(format, codec))
                    .orElse(List.of());
            for (String line : lines) {
                CodecMatch.find(section, codec, line).ifPresent(match -> possible.add(of(codec, match)));
            }
        }
        return possible.stream()
                .filter(Encoding::takesFragments)
                .findFirst()
                .or(() -> possible.stream().findFirst());
    }

    private static Encoding of(Codec codec, CodecMatch match) {
        return new Encoding(cut(match.format(), codec, match.fmtpLine()), match.rtpMap(), match.fmtpLine(), -1);
    }

    PayloadFormat format() {
        return PayloadFormat.of(codec.mimeType()).orElseThrow();
    }

    boolean takesFragments() {
        return format().takesFragments().test(fmtpLine);
    }

    Encoding withRtx(int payloadType) {
        return new Encoding(codec, map, fmtpLine, payloadType);
    }

    int payloadType() {
        return map.payloadType();
    }
}
