// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866) in the form of JSEP (RFC 9429). The name, times and other lines that JSEP fixes
 * are not kept; session-level ICE, DTLS and direction values are in each media section.
 *
 * @param groups e.g. {@code BUNDLE 0 1}
 * @param attributes of the session, as they came, without those handed down
 */
public record Sdp(Origin origin, List<Group> groups, List<Attribute> attributes, List<MediaDescription> media) {
    public Sdp {
        groups = List.copyOf(groups);
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /** The mids of the first BUNDLE group; empty if there is none. */
    public List<String> bundle() {
        return groups.stream()
                .filter(g -> g.semantics().equals(Group.BUNDLE))
                .map(Group::mids)
                .findFirst()
                .orElse(List.of());
    }

    /** The BUNDLE group that a section is in; empty if it has a transport of its own. */
    public Optional<Group> bundleOf(MediaDescription section) {
        return groups.stream()
                .filter(g -> g.semantics().equals(Group.BUNDLE) && g.mids().contains(section.mid()))
                .findFirst();
    }

    /**
     * The sections that share a section's transport, as their BUNDLE group orders them: the first is the tagged one, which
     * describes the transport (RFC 9143 §7.2). The section alone if it is in no group.
     */
    public List<MediaDescription> transportOf(MediaDescription section) {
        return bundleOf(section)
                .map(g -> g.mids().stream().flatMap(mid -> media(mid).stream()).toList())
                .orElse(List.of(section));
    }

    /** Whether the end is ICE-lite (RFC 8839 §5.3). */
    public boolean iceLite() {
        return attribute("ice-lite").isPresent();
    }

    /** The value of a session attribute; empty text for one that has no value. */
    public Optional<String> attribute(String name) {
        return attributes.stream()
                .filter(a -> a.name().equals(name))
                .map(Attribute::value)
                .findFirst();
    }

    /** The section with this mid. */
    public Optional<MediaDescription> media(String mid) {
        return media.stream().filter(m -> m.mid().equals(mid)).findFirst();
    }

    /** The same description with other media sections. */
    public Sdp withMedia(List<MediaDescription> sections) {
        return new Sdp(origin, groups, attributes, sections);
    }

    /**
     * The text, lines ended by CR LF.
     *
     * @throws IllegalArgumentException if a value contains a line end, which would smuggle a line in
     */
    public String write() {
        return SdpWriter.write(this);
    }

    /** As {@link #write()}. */
    @Override
    public String toString() {
        return write();
    }
}
