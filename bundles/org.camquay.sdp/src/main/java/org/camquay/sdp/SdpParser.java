// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads session descriptions. Whatever comes, the answer is a {@link SdpResult}, never an exception, and memory is
 * bounded by the limits: 256 Ki characters, 2,000 lines, 8 Ki characters a line, 32 media sections.
 *
 * <p>Only what divides the description is strict: {@code v=0}, the {@code m=} lines and distinct mids. Any other malformed
 * line is left out, as unknown ones are (RFC 8866 §5): if something depends on it, whoever needs it finds it missing.
 */
public final class SdpParser {
    private static final int MAX_MEDIA = 32;

    private final MediaBuilder session = new MediaBuilder(MediaKind.APPLICATION);
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();
    private Direction sessionDirection = Direction.SENDRECV;
    private TransportParameters sessionTransport = TransportParameters.NONE;
    private String sessionConnection = "IN IP4 0.0.0.0";
    private final List<SdpResult.Problem> ignored;
    /** Nothing depends on the peer's. */
    private Origin origin = Origin.of(0, 0);

    private MediaBuilder section;

    private SdpParser(List<SdpResult.Problem> ignored) {
        this.ignored = new ArrayList<>(ignored);
    }

    /**
     * Reads a description (RFC 8866 §9, RFC 9429 §5.8).
     *
     * <p>Thread: any.
     */
    public static SdpResult parse(String text) {
        var lines = SdpLine.split(text);
        return lines instanceof SdpLine.Lines.Ok ok
                ? new SdpParser(ok.ignored()).read(ok.lines())
                : ((SdpLine.Lines.Bad) lines).problem();
    }

    private SdpResult read(List<SdpLine> lines) {
        if (lines.isEmpty()) {
            return new SdpResult.Problem(0, "Empty description: send at least v=, o=, s= and t= lines");
        }
        var first = lines.get(0);
        if (first.type() != 'v' || !first.value().equals("0")) {
            return first.problem("begin with \"v=0\"");
        }
        for (var line : lines.subList(1, lines.size())) {
            if (line.type() == 'm') {
                var problem = beginSection(line);
                if (problem.isPresent()) {
                    return problem.get();
                }
            } else {
                var flaw = section == null ? session(line) : section(line);
                flaw.ifPresent(ignored::add);
            }
        }
        endSection();
        var mids = new HashSet<String>();
        for (var m : media) {
            if (!m.mid().isEmpty() && !mids.add(m.mid())) {
                return new SdpResult.Problem(0, "Two sections have the same mid: give each \"a=mid\" another value");
            }
        }
        return new SdpResult.Ok(new Sdp(origin, groups, attributes, media), ignored);
    }

    private Optional<SdpResult.Problem> session(SdpLine line) {
        switch (line.type()) {
            case 'o' -> {
                var parsed = Origin.parse(line.value());
                parsed.ifPresent(o -> origin = o);
                return parsed.isPresent()
                        ? Optional.empty()
                        : Optional.of(line.problem("write \"o=<user> <id> <version> IN IP4|IP6 <address>\""));
            }
            case 'c' -> {
                var flaw = connection(line);
                sessionConnection = flaw.isEmpty() ? line.value() : sessionConnection;
                return flaw;
            }
            case 'a' -> {
                return sessionAttribute(line);
            }
            default -> {} // JSEP fixes all other lines or tells to ignore them
        }
        return Optional.empty();
    }

    private Optional<SdpResult.Problem> sessionAttribute(SdpLine line) {
        if (line.attributeName().equals("group")) {
            var group = Group.parse(line.attributeValue());
            group.ifPresent(groups::add);
            return group.isPresent() ? Optional.empty() : expected(line, "group:<semantics> <mid> …");
        }
        return MediaAttributes.readShared(session, line, attributes::add).flatMap(form -> expected(line, form));
    }

    private Optional<SdpResult.Problem> beginSection(SdpLine line) {
        if (section == null) {
            var all = session.build();
            sessionDirection = all.direction();
            sessionTransport = all.transport();
        }
        endSection();
        if (media.size() == MAX_MEDIA) {
            return Optional.of(line.problem("send at most " + MAX_MEDIA + " media sections"));
        }
        var words = List.of(line.value().strip().split(" +"));
        var kind = MediaKind.parse(words.get(0));
        var port = words.size() < 3 ? -1 : (int) Words.number(Words.before(words.get(1), '/'), 65535);
        if (kind.isEmpty() || port < 0) {
            return Optional.of(line.problem("write \"m=<media> <port> <protocol> <format> …\""));
        }
        section = new MediaBuilder(kind.get())
                .port(port)
                .protocol(words.get(2))
                .formats(words.subList(3, words.size()))
                .connection(sessionConnection)
                .direction(sessionDirection);
        return Optional.empty();
    }

    private void endSection() {
        if (section != null) {
            section.transport(section.transport().orElse(sessionTransport));
            media.add(section.build());
        }
    }

    private Optional<SdpResult.Problem> section(SdpLine line) {
        switch (line.type()) {
            case 'c' -> {
                var flaw = connection(line);
                if (flaw.isEmpty()) {
                    section.connection(line.value());
                }
                return flaw;
            }
            case 'b' -> {
                var bandwidth = Bandwidth.parse(line.value());
                bandwidth.ifPresent(section::bandwidth);
                return bandwidth.isPresent()
                        ? Optional.empty()
                        : Optional.of(line.problem("write \"b=<type>:<number>\""));
            }
            case 'a' -> {
                return MediaAttributes.readSection(section, line).flatMap(form -> expected(line, form));
            }
            default -> {} // titles and keys have no use in JSEP
        }
        return Optional.empty();
    }

    private static Optional<SdpResult.Problem> connection(SdpLine line) {
        return line.value().isBlank()
                ? Optional.of(line.problem("write \"c=IN IP4|IP6 <address>\""))
                : Optional.empty();
    }

    private static Optional<SdpResult.Problem> expected(SdpLine line, String form) {
        return Optional.of(line.problem("write \"a=" + form + "\""));
    }
}
