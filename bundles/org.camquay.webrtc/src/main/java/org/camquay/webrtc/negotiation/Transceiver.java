// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.camquay.api.media.MediaKind;
import org.camquay.api.stream.Track;
import org.camquay.sdp.Direction;
import org.camquay.sdp.MediaBuilder;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.Msid;
import org.camquay.sdp.RtpMap;
import org.camquay.sdp.SsrcAttribute;
import org.camquay.sdp.SsrcGroup;
import org.camquay.webrtc.send.HeaderExtensions;
import org.camquay.webrtc.send.SendParameters;

/** One media section and the track sent in it (W3C {@code RTCRtpTransceiver}, sendonly). Thread: the connection's loop. */
public final class Transceiver {
    private static final String NACK = "nack";
    private static final String TRANSPORT_WIDE = "transport-cc";
    private static final String BY_STREAMS = "ack ccfb";

    private final Track track;
    private final long ssrc;
    private final long rtxSsrc;
    private final String trackId = UUID.randomUUID().toString();
    private String mid;
    private int line = -1;
    private boolean refused;
    private List<Encoding> offered = List.of();
    private Encoding chosen;
    private HeaderExtensions extensions;
    private boolean nack;
    private boolean reportedByStreams;

    /** @param rtxSsrc of its retransmissions, should there be any */
    public Transceiver(Track track, long ssrc, long rtxSsrc) {
        this.track = track;
        this.ssrc = ssrc;
        this.rtxSsrc = rtxSsrc;
        this.extensions = ExtensionLines.offered(track.kind());
    }

    /** What is sent in it. */
    public Track track() {
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

    /** The index of its media section in the peer's offer, -1 for none. */
    int line() {
        return line;
    }

    /** Gives it a media section of the peer's offer. */
    void take(int index, MediaDescription section) {
        line = index;
        mid = section.mid();
    }

    /** Whether the peer refused its media section, which then stays refused (RFC 9429 §5.2.2). */
    boolean refused() {
        return refused;
    }

    void refuse() {
        refused = true;
    }

    /** How it was offered. */
    List<Encoding> offered() {
        return offered;
    }

    /** What was agreed; null when nothing was. */
    public Encoding chosen() {
        return chosen;
    }

    /** How it would be sent into a section of the peer's offer: as agreed before, if that is still there. */
    Optional<Encoding> encodingFor(MediaDescription section) {
        if (chosen != null && section.payloadTypes().contains(chosen.payloadType())) {
            return Optional.of(chosen);
        }
        return Encoding.of(section, track.codecs()).filter(e -> e.takesFragments() || SinglePackets.fit(track, e));
    }

    /**
     * Notes what was agreed, null for nothing.
     *
     * @param remote the peer's description of it: what it does not have is not used
     */
    void agree(Encoding encoding, MediaDescription remote) {
        if (encoding == null) {
            chosen = null;
            return;
        }
        int payloadType = encoding.payloadType();
        nack = encoding.format().retransmitted() && remote.hasFeedback(payloadType, NACK);
        chosen = encoding.withRtx(
                nack ? remote.retransmissionPayloadType(payloadType).orElse(-1) : -1);
        var common = ExtensionLines.common(ExtensionLines.offered(track.kind()), remote);
        if (!remote.hasFeedback(payloadType, TRANSPORT_WIDE)) {
            common = common.withoutTransportSequence();
        }
        reportedByStreams = remote.hasFeedback(payloadType, BY_STREAMS);
        extensions = nack && chosen.rtxPayloadType() < 0 ? common.constant() : common;
    }

    /** Whether the peer reports on it in the way of RFC 8888. */
    boolean reportedByStreams() {
        return reportedByStreams;
    }

    /** What a sender is made from, once something was agreed. */
    public SendParameters parameters() {
        return new SendParameters(
                chosen.payloadType(), ssrc, chosen.rtxPayloadType(), rtxSsrc, extensions, nack, reportedByStreams);
    }

    org.camquay.sdp.MediaKind sdpKind() {
        return track.kind() == MediaKind.VIDEO ? org.camquay.sdp.MediaKind.VIDEO : org.camquay.sdp.MediaKind.AUDIO;
    }

    /** Its media section in an offer, with every encoding there is; the agreed one alone when there is one. */
    MediaBuilder describeOffer(String streamId, String cname) {
        offered = chosen == null ? Encoding.offered(track.codecs()) : List.of(chosen);
        return describe(streamId, cname, offered, null);
    }

    /** The same of one that the peer refused. */
    MediaBuilder describeRefused() {
        var section = MediaDescription.builder(sdpKind())
                .port(0)
                .mid(mid)
                .direction(Direction.INACTIVE)
                .rtcpMux(true);
        offered.forEach(encoding -> section.codec(encoding.map(), encoding.fmtpLine()));
        return section;
    }

    /** Its media section in an answer to {@code remote}. */
    MediaBuilder describeAnswer(String streamId, String cname, MediaDescription remote) {
        // of two ways to report one is enough, and ours for choice is the one of finer times
        reportedByStreams &= !remote.hasFeedback(chosen.payloadType(), TRANSPORT_WIDE);
        return describe(streamId, cname, List.of(chosen), remote);
    }

    private boolean reports(String feedback, Encoding encoding, MediaDescription remote) {
        boolean chosenWay = !feedback.equals(BY_STREAMS) || reportedByStreams;
        return remote == null || remote.hasFeedback(encoding.payloadType(), feedback) && chosenWay;
    }

    private MediaBuilder describe(String streamId, String cname, List<Encoding> encodings, MediaDescription remote) {
        var section = MediaDescription.builder(sdpKind())
                .mid(mid)
                .direction(Direction.SENDONLY)
                .rtcpMux(true)
                .rtcpRsize(true)
                .msid(new Msid(streamId, trackId));
        ExtensionLines.of(extensions).forEach(section::extmap);
        boolean rtx = false;
        for (var encoding : encodings) {
            var feedback = encoding.format().feedback().stream()
                    .filter(value -> reports(value, encoding, remote))
                    .toArray(String[]::new);
            section.codec(encoding.map(), encoding.fmtpLine(), feedback);
            if (encoding.rtxPayloadType() >= 0) {
                rtx = true;
                var map = new RtpMap(
                        encoding.rtxPayloadType(), "rtx", encoding.map().clockRate(), 1);
                section.codec(map, "apt=" + encoding.payloadType());
            }
        }
        if (rtx) {
            section.ssrcGroup(new SsrcGroup("FID", List.of(ssrc, rtxSsrc)));
        }
        section.ssrc(new SsrcAttribute(ssrc, "cname", cname));
        if (rtx) {
            section.ssrc(new SsrcAttribute(rtxSsrc, "cname", cname));
        }
        return section;
    }
}
