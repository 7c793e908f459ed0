// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** How each known attribute of a media section is read into a {@link MediaBuilder}. */
final class MediaAttributes {
    private static final int MAX_FINGERPRINTS = 8;

    /** Reads one attribute: the form it must have, and the step that takes the value or says no. */
    private record Row(String form, Step step) {}

    private interface Step {
        boolean read(MediaBuilder builder, String value);
    }

    private static final Map<String, Row> SHARED = Map.ofEntries(
            entry("ice-ufrag", word("ice-ufrag:<word>", MediaBuilder::iceUfrag)),
            entry("ice-pwd", word("ice-pwd:<word>", MediaBuilder::icePwd)),
            entry("ice-options", new Row("ice-options:<word> …", MediaAttributes::iceOptions)),
            entry("fingerprint", new Row("fingerprint:<hash> <hex pairs>, at most 8", MediaAttributes::fingerprint)),
            entry("setup", value("setup:active|passive|actpass|holdconn", Setup::parse, MediaBuilder::setup)),
            entry("sendrecv", direction(Direction.SENDRECV)),
            entry("sendonly", direction(Direction.SENDONLY)),
            entry("recvonly", direction(Direction.RECVONLY)),
            entry("inactive", direction(Direction.INACTIVE)));

    private static final Map<String, Row> SECTION = Map.ofEntries(
            entry("mid", word("mid:<word>", MediaBuilder::mid)),
            entry("rtcp-mux", flag("rtcp-mux", b -> b.rtcpMux(true))),
            entry("rtcp-rsize", flag("rtcp-rsize", b -> b.rtcpRsize(true))),
            entry("end-of-candidates", flag("end-of-candidates", b -> b.endOfCandidates(true))),
            entry("candidate", text("candidate:<candidate>", MediaBuilder::candidate)),
            entry(
                    "rtpmap",
                    value(
                            "rtpmap:<payload type> <encoding>/<clock rate>[/<channels>]",
                            RtpMap::parse,
                            MediaBuilder::rtpMap)),
            entry("fmtp", value("fmtp:<payload type> <parameters>", Fmtp::parse, MediaBuilder::fmtp)),
            entry(
                    "rtcp-fb",
                    value("rtcp-fb:<payload type or *> <feedback>", RtcpFeedback::parse, MediaBuilder::rtcpFeedback)),
            entry("extmap", value("extmap:<id>[/<direction>] <URI>", Extmap::parse, MediaBuilder::extmap)),
            entry("msid", value("msid:<stream> [<track>]", Msid::parse, MediaBuilder::msid)),
            entry("ssrc", value("ssrc:<number> <name>[:<value>]", SsrcAttribute::parse, MediaBuilder::ssrc)),
            entry("ssrc-group", value("ssrc-group:<semantics> <ssrc> …", SsrcGroup::parse, MediaBuilder::ssrcGroup)));

    private MediaAttributes() {}

    /** Takes an attribute that a session may give for all its sections; empty if it is not such a one. */
    static Optional<String> readShared(MediaBuilder builder, SdpLine line, Consumer<Attribute> others) {
        return read(SHARED.get(line.attributeName()), builder, line, others);
    }

    /** Takes an attribute of a section. The result is the expected form if the value does not have it. */
    static Optional<String> readSection(MediaBuilder builder, SdpLine line) {
        var row = SECTION.getOrDefault(line.attributeName(), SHARED.get(line.attributeName()));
        return read(row, builder, line, builder::attribute);
    }

    private static Optional<String> read(Row row, MediaBuilder builder, SdpLine line, Consumer<Attribute> others) {
        var value = line.attributeValue();
        if (row != null) {
            return row.step.read(builder, value.strip()) ? Optional.empty() : Optional.of(row.form);
        }
        if (line.attributeName().isEmpty()) {
            return Optional.of("<name>[:<value>]");
        }
        others.accept(new Attribute(line.attributeName(), value));
        return Optional.empty();
    }

    private static <T> Row value(String form, Function<String, Optional<T>> parse, BiConsumer<MediaBuilder, T> target) {
        return new Row(form, (builder, value) -> {
            var parsed = parse.apply(value);
            parsed.ifPresent(p -> target.accept(builder, p));
            return parsed.isPresent();
        });
    }

    private static Row word(String form, BiConsumer<MediaBuilder, String> target) {
        return value(form, v -> Optional.of(v).filter(Words::word), target);
    }

    private static Row text(String form, BiConsumer<MediaBuilder, String> target) {
        return value(form, v -> Optional.of(v).filter(c -> !c.isEmpty()), target);
    }

    private static Row flag(String form, Consumer<MediaBuilder> target) {
        return new Row(form, (builder, value) -> {
            target.accept(builder);
            return true;
        });
    }

    private static Row direction(Direction direction) {
        return flag(direction.word(), b -> b.direction(direction));
    }

    private static boolean iceOptions(MediaBuilder builder, String value) {
        List.of(value.split(" +")).stream().filter(Words::word).forEach(builder::iceOption);
        return true;
    }

    private static boolean fingerprint(MediaBuilder builder, String value) {
        var parsed = Fingerprint.parse(value);
        if (parsed.isEmpty() || builder.transport().fingerprints().size() == MAX_FINGERPRINTS) {
            return false;
        }
        builder.fingerprint(parsed.get());
        return true;
    }
}
