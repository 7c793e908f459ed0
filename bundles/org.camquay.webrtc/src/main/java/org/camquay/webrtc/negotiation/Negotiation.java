// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.camquay.api.peer.PeerException;
import org.camquay.sdp.Attribute;
import org.camquay.sdp.Direction;
import org.camquay.sdp.Group;
import org.camquay.sdp.MediaBuilder;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.Origin;
import org.camquay.sdp.Sdp;
import org.camquay.sdp.SdpParser;
import org.camquay.sdp.SdpResult;
import org.camquay.sdp.Setup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers and answers of one connection (RFC 9429 §5): descriptions in, descriptions out, no transport. Thread: the
 * connection's loop.
 */
public final class Negotiation {
    private static final Logger LOG = LoggerFactory.getLogger(Negotiation.class);
    private static final String STREAM_ID = "camquay";

    private final List<Transceiver> transceivers = new ArrayList<>();
    private final String cname;
    private Origin origin;
    private AnswerPlan plan;

    /** With nothing to send yet. */
    public Negotiation(SecureRandom random) {
        origin = Origin.of(random.nextLong() & Long.MAX_VALUE, 0);
        byte[] name = new byte[8];
        random.nextBytes(name);
        cname = HexFormat.of().formatHex(name);
    }

    /** What names the connection in its reports (RFC 7022). */
    public String cname() {
        return cname;
    }

    /** What there is to send, in the order in which it was added. */
    public List<Transceiver> transceivers() {
        return transceivers;
    }

    /** One more track to send; before the first offer or answer. */
    public void add(Transceiver transceiver) {
        transceivers.add(transceiver);
    }

    /** An offer for all transceivers; those refused before stay in their place, refused. */
    public Sdp offer(LocalTransport local) {
        var sections = new ArrayList<MediaDescription>();
        var bundle = new ArrayList<String>();
        for (int i = 0; i < transceivers.size(); i++) {
            var transceiver = transceivers.get(i);
            if (transceiver.mid() == null) {
                transceiver.mid(Integer.toString(i));
            }
            if (transceiver.refused()) {
                sections.add(transceiver
                        .describeRefused()
                        .transport(local.describe(Setup.ACTPASS))
                        .build());
            } else {
                bundle.add(transceiver.mid());
                sections.add(transceiver
                        .describeOffer(STREAM_ID, cname)
                        .transport(local.describe(Setup.ACTPASS))
                        .build());
            }
        }
        return describe(sections, bundle);
    }

    private Sdp describe(List<MediaDescription> sections, List<String> bundle) {
        origin = origin.next();
        var groups = bundle.isEmpty() ? List.<Group>of() : List.of(new Group(Group.BUNDLE, bundle));
        return new Sdp(origin, groups, List.of(), sections);
    }

    /** Reads a description of the peer; malformed lines that nothing needs are left out. */
    public static Sdp parse(String text) throws PeerException {
        var result = SdpParser.parse(text);
        if (result instanceof SdpResult.Ok ok) {
            ok.ignored().forEach(line -> LOG.debug("Line of a description left out: {}", line.message()));
            return ok.sdp();
        }
        throw new PeerException("the SDP cannot be read: " + ((SdpResult.Problem) result).message());
    }

    /**
     * Takes the answer to our offer: which encoding each transceiver is sent in.
     *
     * @return the sections that share the transport, the one that describes it first
     */
    public List<MediaDescription> takeAnswer(Sdp answer) throws PeerException {
        if (answer.media().size() != transceivers.size()) {
            throw new PeerException("the answer has " + answer.media().size() + " media sections and the offer "
                    + transceivers.size() + " (RFC 9429 §5.3.1)");
        }
        var encodings = new ArrayList<Encoding>();
        var accepted = new ArrayList<MediaDescription>();
        for (int i = 0; i < transceivers.size(); i++) {
            var section = answer.media().get(i);
            encodings.add(chosen(transceivers.get(i), section));
            if (encodings.get(i) != null) {
                accepted.add(section);
            }
        }
        if (accepted.isEmpty()) {
            boolean open = answer.media().stream().anyMatch(m -> !m.rejected());
            throw new PeerException("the peer takes none of what we can send, " + OfferRefusal.names(transceivers)
                    + (open ? ": its answer has no section that receives one of them" : ": it refuses every section"));
        }
        var transport = answer.transportOf(accepted.get(0));
        if (!transport.containsAll(accepted)) {
            throw new PeerException(
                    "the answer takes " + accepted.size() + " sections without BUNDLE, and the offer has"
                            + " one transport for all (RFC 9143 §7.3): bundle them, or refuse all but one");
        }
        for (int i = 0; i < transceivers.size(); i++) {
            transceivers.get(i).agree(encodings.get(i), answer.media().get(i));
            if (answer.media().get(i).rejected()) {
                transceivers.get(i).refuse();
            }
        }
        return transport;
    }

    private static Encoding chosen(Transceiver transceiver, MediaDescription section) {
        if (section.rejected() || !section.direction().receives()) {
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
     * @return the sections that share the transport, the one that describes it first
     */
    public List<MediaDescription> takeOffer(Sdp offer) throws PeerException {
        var made = AnswerPlan.of(offer, transceivers);
        for (int i = 0; i < made.parts().size(); i++) {
            var section = offer.media().get(i);
            if (made.parts().get(i) instanceof AnswerPlan.Sent sent) {
                // At an ICE restart, what is sent stays as it is.
                if (sent.encoding() != sent.transceiver().chosen()) {
                    sent.transceiver().take(i, section);
                    sent.transceiver().agree(sent.encoding(), section);
                }
            } else if (made.parts().get(i) instanceof AnswerPlan.Refused refused
                    && !refused.reason().isEmpty()) {
                LOG.debug("Section {} of an offer refused: {}", i, refused.reason());
            }
        }
        plan = made;
        return made.transport();
    }

    /** The answer to the offer taken. */
    public Sdp answer(LocalTransport local, Setup setup) {
        var sections = new ArrayList<MediaDescription>();
        for (int i = 0; i < plan.parts().size(); i++) {
            var offered = plan.offer().media().get(i);
            var part = plan.parts().get(i);
            if (part instanceof AnswerPlan.Sent sent) {
                sections.add(sent.transceiver()
                        .describeAnswer(STREAM_ID, cname, offered)
                        .transport(local.describe(setup))
                        .build());
            } else if (part instanceof AnswerPlan.Idle idle) {
                sections.add(describeIdle(offered, idle)
                        .transport(local.describe(setup))
                        .build());
            } else {
                sections.add(refuse(offered).transport(local.describe(setup)).build());
            }
        }
        return describe(sections, bundle(sections));
    }

    /** Those accepted, as the offer orders them: its first is the one whose transport counts (RFC 9143 §7.3.1). */
    private List<String> bundle(List<MediaDescription> sections) {
        return plan.offer()
                .bundleOf(plan.transport().get(0))
                .map(group -> group.mids().stream()
                        .filter(mid -> sections.stream().anyMatch(s -> s.mid().equals(mid) && !s.rejected()))
                        .toList())
                .orElse(List.of());
    }

    private static MediaBuilder describeIdle(MediaDescription offered, AnswerPlan.Idle idle) {
        var section = MediaDescription.builder(offered.kind())
                .protocol(offered.protocol())
                .mid(offered.mid())
                .direction(Direction.INACTIVE)
                .rtcpMux(true)
                .rtcpRsize(true);
        idle.codecs().forEach(match -> section.codec(match.rtpMap(), match.fmtpLine()));
        return section;
    }

    /**
     * Port 0 alone would do (RFC 3264 §6), but webrtcbin and aiortc want ICE and DTLS, and werift the codecs, of a refused
     * section too, or fail altogether.
     */
    private static MediaBuilder refuse(MediaDescription offered) {
        var section = MediaDescription.builder(offered.kind())
                .protocol(offered.protocol())
                .port(0)
                .formats(offered.formats())
                .mid(offered.mid())
                .direction(Direction.INACTIVE)
                .rtcpMux(offered.rtp().rtcpMux());
        offered.rtp().rtpMaps().forEach(section::rtpMap);
        offered.rtp().fmtps().forEach(section::fmtp);
        offered.attribute("sctp-port").ifPresent(port -> section.attribute(new Attribute("sctp-port", port)));
        return section;
    }
}
