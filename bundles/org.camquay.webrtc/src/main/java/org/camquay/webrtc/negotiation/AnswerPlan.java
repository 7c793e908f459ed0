// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camquay.api.peer.PeerException;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.Sdp;

/**
 * What becomes of each section of an offer (RFC 9429 §5.3.1). There is one transport: that of the first section which can be
 * sent into. A section of another transport is refused, and one without a codec in common; one that nothing is sent into stays
 * as inactive, since many peers fail when a bundled section is refused. Nothing is agreed by making a plan.
 *
 * @param parts one for each section
 * @param transport the sections that share the transport, the one that describes it first
 */
record AnswerPlan(Sdp offer, List<Part> parts, List<MediaDescription> transport) {
    /** What becomes of one section. */
    sealed interface Part {}

    /** A track is sent into it. */
    record Sent(Transceiver transceiver, Encoding encoding) implements Part {}

    /**
     * It stays, and nothing is sent.
     *
     * @param codecs in common, at least one
     */
    record Idle(List<CodecMatch> codecs) implements Part {}

    /** It is refused. The reason goes to the log; empty for one that the peer refused itself. */
    record Refused(String reason) implements Part {}

    /** @throws PeerException when there is no section to send into; says why */
    static AnswerPlan of(Sdp offer, List<Transceiver> transceivers) throws PeerException {
        for (int i = 0; i < offer.media().size(); i++) {
            if (sent(offer, i, transceivers, Set.of()).isPresent()) {
                var transport = offer.transportOf(offer.media().get(i));
                return new AnswerPlan(offer, parts(offer, transport, transceivers), transport);
            }
        }
        throw OfferRefusal.of(offer, transceivers);
    }

    private static List<Part> parts(Sdp offer, List<MediaDescription> transport, List<Transceiver> transceivers) {
        var taken = new HashSet<Transceiver>();
        var parts = new ArrayList<Part>();
        for (int i = 0; i < offer.media().size(); i++) {
            var section = offer.media().get(i);
            var sent = sent(offer, i, transceivers, taken);
            boolean here = transport.stream().anyMatch(t -> t == section);
            if (isRefused(offer, section)) {
                parts.add(new Refused(""));
            } else if (!here) {
                parts.add(new Refused(
                        "it has a transport of its own, and there is one for all: offer BUNDLE (RFC 9143)"));
            } else if (sent.isPresent()) {
                taken.add(sent.get().transceiver());
                parts.add(sent.get());
            } else {
                parts.add(idle(section, transceivers));
            }
        }
        return parts;
    }

    private static Part idle(MediaDescription section, List<Transceiver> transceivers) {
        var codecs = CodecMatch.all(section);
        boolean wanted = section.direction().receives()
                && transceivers.stream().anyMatch(t -> t.sdpKind().equals(section.kind()) && t.chosen() == null);
        return codecs.isEmpty()
                ? new Refused("no codec in common")
                : wanted && codecs.stream().noneMatch(CodecMatch::takesFragments)
                        ? new Refused(OfferRefusal.NO_FRAGMENTS)
                        : new Idle(codecs);
    }

    /** Refused by the peer. In a BUNDLE group port 0 is bundle-only, even if that is not said (RFC 9143 §7.2.2). */
    static boolean isRefused(Sdp offer, MediaDescription section) {
        return section.rejected() && offer.bundleOf(section).isEmpty();
    }

    private static Optional<Sent> sent(Sdp offer, int index, List<Transceiver> transceivers, Set<Transceiver> taken) {
        var section = offer.media().get(index);
        if (isRefused(offer, section) || !section.direction().receives()) {
            return Optional.empty();
        }
        for (var transceiver : transceivers) {
            boolean free = transceiver.line() < 0 || transceiver.line() == index;
            if (free && !taken.contains(transceiver) && transceiver.sdpKind().equals(section.kind())) {
                var encoding = transceiver.encodingFor(section);
                if (encoding.isPresent()) {
                    return encoding.map(e -> new Sent(transceiver, e));
                }
            }
        }
        return Optional.empty();
    }
}
