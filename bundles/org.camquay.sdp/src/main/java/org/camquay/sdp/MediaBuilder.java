// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a {@link MediaDescription}: setters replace, adders append. */
public final class MediaBuilder {
    private final MediaKind kind;
    private int port = 9;
    private String protocol;
    private final List<String> formats = new ArrayList<>();
    private String connection = "IN IP4 0.0.0.0";
    private final List<Bandwidth> bandwidths = new ArrayList<>();
    private String mid = "";
    private Direction direction = Direction.SENDRECV;
    private String iceUfrag = "";
    private String icePwd = "";
    private final List<String> iceOptions = new ArrayList<>();
    private final List<Fingerprint> fingerprints = new ArrayList<>();
    private Optional<Setup> setup = Optional.empty();
    private boolean rtcpMux;
    private boolean rtcpRsize;
    private final List<RtpMap> rtpMaps = new ArrayList<>();
    private final List<Fmtp> fmtps = new ArrayList<>();
    private final List<RtcpFeedback> rtcpFeedbacks = new ArrayList<>();
    private final List<Extmap> extmaps = new ArrayList<>();
    private final List<Msid> msids = new ArrayList<>();
    private final List<SsrcGroup> ssrcGroups = new ArrayList<>();
    private final List<SsrcAttribute> ssrcAttributes = new ArrayList<>();
    private final List<String> candidates = new ArrayList<>();
    private boolean endOfCandidates;
    private final List<Attribute> attributes = new ArrayList<>();

    MediaBuilder(MediaKind kind) {
        this.kind = kind;
        this.protocol = kind.equals(MediaKind.APPLICATION) ? "UDP/DTLS/SCTP" : "UDP/TLS/RTP/SAVPF";
    }

    MediaBuilder(MediaDescription from) {
        this(from.kind());
        port(from.port()).protocol(from.protocol()).formats(from.formats()).connection(from.connection());
        bandwidths.addAll(from.bandwidths());
        mid(from.mid()).direction(from.direction()).transport(from.transport());
        rtcpMux = from.rtp().rtcpMux();
        rtcpRsize = from.rtp().rtcpRsize();
        rtpMaps.addAll(from.rtp().rtpMaps());
        fmtps.addAll(from.rtp().fmtps());
        rtcpFeedbacks.addAll(from.rtp().rtcpFeedbacks());
        extmaps.addAll(from.rtp().extmaps());
        msids.addAll(from.rtp().msids());
        ssrcGroups.addAll(from.rtp().ssrcGroups());
        ssrcAttributes.addAll(from.rtp().ssrcAttributes());
        candidates.addAll(from.candidates());
        endOfCandidates = from.endOfCandidates();
        attributes.addAll(from.attributes());
    }

    /** 0 (rejected) to 65535. */
    public MediaBuilder port(int value) {
        port = value;
        return this;
    }

    public MediaBuilder protocol(String value) {
        protocol = value;
        return this;
    }

    /** Replaces the formats; {@link #codec} appends to them. */
    public MediaBuilder formats(List<String> values) {
        formats.clear();
        formats.addAll(values);
        return this;
    }

    /** The {@code c=} line's value, e.g. {@code IN IP4 0.0.0.0}. */
    public MediaBuilder connection(String value) {
        connection = value;
        return this;
    }

    public MediaBuilder bandwidth(Bandwidth value) {
        bandwidths.add(value);
        return this;
    }

    public MediaBuilder mid(String value) {
        mid = value;
        return this;
    }

    public MediaBuilder direction(Direction value) {
        direction = value;
        return this;
    }

    /** Replaces all ICE and DTLS values. */
    public MediaBuilder transport(TransportParameters value) {
        iceUfrag = value.iceUfrag();
        icePwd = value.icePwd();
        iceOptions.clear();
        iceOptions.addAll(value.iceOptions());
        fingerprints.clear();
        fingerprints.addAll(value.fingerprints());
        setup = value.setup();
        return this;
    }

    public MediaBuilder iceUfrag(String value) {
        iceUfrag = value;
        return this;
    }

    public MediaBuilder icePwd(String value) {
        icePwd = value;
        return this;
    }

    public MediaBuilder iceOption(String value) {
        iceOptions.add(value);
        return this;
    }

    public MediaBuilder fingerprint(Fingerprint value) {
        fingerprints.add(value);
        return this;
    }

    public MediaBuilder setup(Setup value) {
        setup = Optional.of(value);
        return this;
    }

    public MediaBuilder rtcpMux(boolean value) {
        rtcpMux = value;
        return this;
    }

    public MediaBuilder rtcpRsize(boolean value) {
        rtcpRsize = value;
        return this;
    }

    /** Adds a payload type with all that belongs to it: format, rtpmap, fmtp (unless empty), feedback. */
    public MediaBuilder codec(RtpMap map, String fmtpLine, String... feedback) {
        formats.add(Integer.toString(map.payloadType()));
        rtpMaps.add(map);
        if (!fmtpLine.isEmpty()) {
            fmtps.add(new Fmtp(map.payloadType(), fmtpLine));
        }
        for (var value : feedback) {
            rtcpFeedbacks.add(new RtcpFeedback(map.payloadType(), value));
        }
        return this;
    }

    public MediaBuilder rtpMap(RtpMap value) {
        rtpMaps.add(value);
        return this;
    }

    public MediaBuilder fmtp(Fmtp value) {
        fmtps.add(value);
        return this;
    }

    public MediaBuilder rtcpFeedback(RtcpFeedback value) {
        rtcpFeedbacks.add(value);
        return this;
    }

    public MediaBuilder extmap(Extmap value) {
        extmaps.add(value);
        return this;
    }

    public MediaBuilder msid(Msid value) {
        msids.add(value);
        return this;
    }

    public MediaBuilder ssrcGroup(SsrcGroup value) {
        ssrcGroups.add(value);
        return this;
    }

    public MediaBuilder ssrc(SsrcAttribute value) {
        ssrcAttributes.add(value);
        return this;
    }

    /** A candidate as W3C has it, {@code candidate:…}; a leading {@code a=} is dropped, a missing {@code candidate:} added. */
    public MediaBuilder candidate(String value) {
        var bare = value.startsWith("a=") ? value.substring(2) : value;
        candidates.add(bare.startsWith("candidate:") ? bare : "candidate:" + bare);
        return this;
    }

    public MediaBuilder endOfCandidates(boolean value) {
        endOfCandidates = value;
        return this;
    }

    public MediaBuilder attribute(Attribute value) {
        attributes.add(value);
        return this;
    }

    /** The section as built so far. */
    public MediaDescription build() {
        var rtp = new RtpParameters(
                rtcpMux, rtcpRsize, rtpMaps, fmtps, rtcpFeedbacks, extmaps, msids, ssrcGroups, ssrcAttributes);
        return new MediaDescription(
                kind,
                port,
                protocol,
                formats,
                connection,
                bandwidths,
                mid,
                direction,
                transport(),
                rtp,
                candidates,
                endOfCandidates,
                attributes);
    }

    TransportParameters transport() {
        return new TransportParameters(iceUfrag, icePwd, iceOptions, fingerprints, setup);
    }
}
