// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.camquay.api.media.Codec;
import org.camquay.api.peer.NoCommonCodecException;
import org.camquay.api.peer.PeerException;
import org.camquay.sdp.CodecMatch;
import org.camquay.sdp.Direction;
import org.camquay.sdp.Fmtp;
import org.camquay.sdp.Group;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.Origin;
import org.camquay.sdp.RtpCodec;
import org.camquay.sdp.Sdp;
import org.camquay.sdp.SdpParser;
import org.camquay.sdp.SdpResult;
import org.camquay.sdp.Setup;

/** Offers and answers of one connection (RFC 9429 §5): descriptions in, descriptions out, no transport. */
final class Negotiation {
    private static final String STREAM_ID = "camquay";

    private final List<Transceiver> transceivers = new ArrayList<>();
    private final String cname;
    private Origin origin;
    private Sdp remoteOffer;

    Negotiation(SecureRandom random) {
        origin = Origin.of(random.nextLong() & Long.MAX_VALUE, 0);
        byte[] name = new byte[8];
        random.nextBytes(name);
        cname = HexFormat.of().formatHex(name);
    }

    String cname() {
        return cname;
    }

    List<Transceiver> transceivers() {
        return transceivers;
    }

    void add(Transceiver transceiver) {
        transceivers.add(transceiver);
    }

    /** An offer for all transceivers; those refused before stay in their place, refused. */
    Sdp offer(LocalTransport local) {
        var sections = new ArrayList<MediaDescription>();
        var bundle = new ArrayList<String>();
        for (int i = 0; i < transceivers.size(); i++) {
            var transceiver = transceivers.get(i);
            if (transceiver.mid() == null) {
                transceiver.mid(Integer.toString(i));
            }
            bundle.add(transceiver.mid());
            sections.add(transceiver
                    .describeOffer(STREAM_ID, cname)
                    .transport(local.describe(Setup.ACTPASS))
                    .build());
        }
        return describe(sections, bundle);
    }

    private Sdp describe(List<MediaDescription> sections, List<String> bundle) {
        origin = origin.next();
        var groups = bundle.isEmpty() ? List.<Group>of() : List.of(new Group(Group.BUNDLE, bundle));
        return new Sdp(origin, groups, List.of(), sections);
    }

    /** Reads a description of the peer. */
    static Sdp parse(String text) throws PeerException {
        var result = SdpParser.parse(text);
        if (result instanceof SdpResult.Ok ok) {
            return ok.sdp();
        }
        throw new PeerException("the SDP cannot be read: " + ((SdpResult.Problem) result).message());
    }

    /**
     * Takes the answer to our offer: which encoding each transceiver is sent in.
     *
     * @return the sections that were accepted, at least one
     */
    List<MediaDescription> takeAnswer(Sdp answer) throws PeerException {
        if (answer.media().size() != transceivers.size()) {
            throw new PeerException("the answer has " + answer.media().size() + " media sections and the offer "
                    + transceivers.size() + " (RFC 9429 §5.3.1)");
        }
        var accepted = new ArrayList<MediaDescription>();
        for (int i = 0; i < transceivers.size(); i++) {
            var section = answer.media().get(i);
            var transceiver = transceivers.get(i);
            transceiver.agree(section.rejected() ? null : chosen(transceiver, section), section);
            if (transceiver.chosen() != null) {
                accepted.add(section);
            }
        }
        if (accepted.isEmpty()) {
            throw new PeerException("the peer takes none of what we can send: " + names());
        }
        return accepted;
    }

    private static Encoding chosen(Transceiver transceiver, MediaDescription section) {
        if (!section.direction().receives()) {
            return null;
        }
        for (int payloadType : section.payloadTypes()) {
            for (var encoding : transceiver.offered()) {
                if (encoding.payloadType() == payloadType) {
                    return encoding;
                }
            }
        }
        return null;
    }

    /**
     * Takes an offer of the peer: which of its sections we can send into, and how.
     *
     * @return those sections, at least one
     */
    List<MediaDescription> takeOffer(Sdp offer) throws PeerException {
        var accepted = new ArrayList<MediaDescription>();
        var bundle = offer.bundle();
        for (var section : offer.media()) {
            boolean bundled = bundle.contains(section.mid()) || offer.media().size() == 1;
            boolean wanted =
                    !section.rejected() || section.attribute("bundle-only").isPresent();
            if (bundled && wanted && section.direction().receives() && accept(section)) {
                accepted.add(section);
            }
        }
        if (accepted.isEmpty()) {
            throw new NoCommonCodecException(
                    "no codec in common with the offer; this stream can be sent as: " + names());
        }
        remoteOffer = offer;
        return accepted;
    }

    private boolean accept(MediaDescription section) {
        for (var transceiver : transceivers) {
            boolean agreed = transceiver.chosen() != null && section.mid().equals(transceiver.mid());
            if (agreed && section.payloadTypes().contains(transceiver.chosen().payloadType())) {
                return true; // an ICE restart: what is sent stays as it is
            }
            boolean free = transceiver.mid() == null || transceiver.mid().equals(section.mid());
            if (free && transceiver.sdpKind().equals(section.kind())) {
                var encoding = match(transceiver.track().codecs(), section);
                if (encoding != null) {
                    transceiver.mid(section.mid());
                    transceiver.agree(encoding, section);
                    return true;
                }
            }
        }
        return false;
    }

    private static Encoding match(List<Codec> codecs, MediaDescription section) {
        for (var codec : codecs) {
            if (!TrackRegistry.carries(codec)) {
                continue;
            }
            var match = find(section, codec, codec.sdpFmtpLine());
            if (match == null && codec.is(Codec.H264)) {
                // Browsers decode higher profiles than they say (see Encoding.offered).
                match = find(section, codec, Codec.h264("42e01f").sdpFmtpLine());
            }
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    private static Encoding find(MediaDescription section, Codec codec, String fmtpLine) {
        return CodecMatch.find(section, new RtpCodec(codec.mimeType(), codec.clockRate(), codec.channels(), fmtpLine))
                .filter(m -> !codec.is(Codec.H264)
                        || Fmtp.parameter(m.fmtpLine(), "packetization-mode")
                                .filter("1"::equals)
                                .isPresent())
                .map(m -> new Encoding(codec, m.rtpMap(), m.fmtpLine(), -1))
                .orElse(null);
    }

    /** The answer to the offer taken. */
    Sdp answer(LocalTransport local, Setup setup) {
        var sections = new ArrayList<MediaDescription>();
        var bundle = new ArrayList<String>();
        for (var offered : remoteOffer.media()) {
            var transceiver = transceivers.stream()
                    .filter(t -> t.chosen() != null && offered.mid().equals(t.mid()))
                    .findFirst();
            if (transceiver.isEmpty()) {
                sections.add(refuse(offered));
            } else {
                bundle.add(offered.mid());
                sections.add(transceiver
                        .get()
                        .describeAnswer(STREAM_ID, cname, offered)
                        .transport(local.describe(setup))
                        .build());
            }
        }
        return describe(sections, remoteOffer.bundle().isEmpty() ? List.of() : bundle);
    }

    private static MediaDescription refuse(MediaDescription offered) {
        return MediaDescription.builder(offered.kind())
                .protocol(offered.protocol())
                .port(0)
                .formats(offered.formats())
                .mid(offered.mid())
                .direction(Direction.INACTIVE)
                .build();
    }

    private String names() {
        var names = transceivers.stream()
                .flatMap(t -> t.track().codecs().stream())
                .filter(TrackRegistry::carries)
                .map(Codec::mimeType)
                .distinct()
                .toList();
        return names.isEmpty() ? "nothing, because no encoder for its format is there" : String.join(", ", names);
    }
}
