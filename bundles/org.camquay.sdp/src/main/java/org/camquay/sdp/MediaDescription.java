// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One media section. ICE, DTLS and direction values of the session have already been handed down to it.
 *
 * @param port 0 for a rejected or bundle-only section
 * @param protocol e.g. {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types as written, or {@code webrtc-datachannel}
 * @param connection the {@code c=} line's value
 * @param mid empty if not told
 * @param candidates values of the candidate attributes, e.g. {@code candidate:1 1 udp …}
 * @param attributes all others, as they came
 */
public record MediaDescription(
        MediaKind kind,
        int port,
        String protocol,
        List<String> formats,
        String connection,
        List<Bandwidth> bandwidths,
        String mid,
        Direction direction,
        TransportParameters transport,
        RtpParameters rtp,
        List<String> candidates,
        boolean endOfCandidates,
        List<Attribute> attributes) {
    public MediaDescription {
        formats = List.copyOf(formats);
        bandwidths = List.copyOf(bandwidths);
        candidates = List.copyOf(candidates);
        attributes = List.copyOf(attributes);
    }

    /** A builder with JSEP's defaults: port 9, the protocol of the kind, {@code sendrecv}. */
    public static MediaBuilder builder(MediaKind kind) {
        return new MediaBuilder(kind);
    }

    /** A builder that starts with the values of this section. */
    public MediaBuilder toBuilder() {
        return new MediaBuilder(this);
    }

    /** Whether the section is refused: port 0 and not merely bundled (RFC 9429 §5.3.1, RFC 9143 §6). */
    public boolean rejected() {
        return port == 0 && attribute("bundle-only").isEmpty();
    }

    /** The value of an attribute without a field of its own; empty text for one that has no value. */
    public Optional<String> attribute(String name) {
        return attributes.stream()
                .filter(a -> a.name().equals(name))
                .map(Attribute::value)
                .findFirst();
    }

    /** The payload types in the order of preference; formats that are no payload type are left out. */
    public List<Integer> payloadTypes() {
        var types = new ArrayList<Integer>();
        for (var format : formats) {
            var type = (int) Words.number(format, 127);
            if (type >= 0) {
                types.add(type);
            }
        }
        return types;
    }

    /** What a payload type stands for, the static ones 0 and 8 also without a line. */
    public Optional<RtpMap> rtpMap(int payloadType) {
        return rtp.rtpMaps().stream()
                .filter(m -> m.payloadType() == payloadType)
                .findFirst()
                .or(() -> RtpMap.ofStatic(payloadType));
    }

    /** The format parameters of a payload type; empty text if there are none. */
    public String fmtpLine(int payloadType) {
        return rtp.fmtps().stream()
                .filter(f -> f.payloadType() == payloadType)
                .map(Fmtp::line)
                .findFirst()
                .orElse("");
    }

    /** Whether the end takes this feedback for the payload type, e.g. {@code nack pli}. */
    public boolean hasFeedback(int payloadType, String value) {
        return rtp.rtcpFeedbacks().stream()
                .anyMatch(f -> f.value().equals(value)
                        && (f.payloadType() == payloadType || f.payloadType() == RtcpFeedback.ANY));
    }

    /** The payload type that carries retransmissions of another (RFC 4588 §8.6). */
    public OptionalInt retransmissionPayloadType(int payloadType) {
        var apt = Integer.toString(payloadType);
        return rtp.rtpMaps().stream()
                .filter(m -> m.encodingName().equalsIgnoreCase("rtx"))
                .mapToInt(RtpMap::payloadType)
                .filter(t ->
                        Fmtp.parameter(fmtpLine(t), "apt").filter(apt::equals).isPresent())
                .findFirst();
    }

    /** The id of a header extension; empty if the section does not have it. */
    public OptionalInt extensionId(String uri) {
        return rtp.extmaps().stream()
                .filter(e -> e.uri().equals(uri))
                .mapToInt(Extmap::id)
                .findFirst();
    }

    /** The RTP sources the section names, in order, each once. */
    public List<Long> ssrcs() {
        return rtp.ssrcAttributes().stream().map(SsrcAttribute::ssrc).distinct().toList();
    }

    /** The canonical name of the section's first source; empty if not told. */
    public Optional<String> cname() {
        return rtp.ssrcAttributes().stream()
                .filter(a -> a.name().equals("cname"))
                .map(SsrcAttribute::value)
                .findFirst();
    }
}
