// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Candidates sent after the description, media type {@code application/trickle-ice-sdpfrag} (RFC 8840 §9), as WHEP's
 * PATCH carries them.
 *
 * @param iceUfrag empty if not told
 * @param icePwd empty if not told
 */
public record SdpFragment(String iceUfrag, String icePwd, List<Section> sections) {
    /** The media type of the text. */
    public static final String MEDIA_TYPE = "application/trickle-ice-sdpfrag";

    private static final int MAX_SECTIONS = 32;
    private static final int MAX_CANDIDATES = 256;

    /**
     * The candidates of one section.
     *
     * @param mid empty for those that stand before any section; they belong to the first, or to the bundle
     * @param candidates {@code candidate:…}
     */
    public record Section(String mid, List<String> candidates, boolean endOfCandidates) {
        public Section {
            candidates = List.copyOf(candidates);
        }
    }

    public SdpFragment {
        sections = List.copyOf(sections);
    }

    /** Reads a fragment; empty if it is malformed or exceeds a limit. Thread: any. */
    public static Optional<SdpFragment> parse(String text) {
        return SdpLine.split(text) instanceof SdpLine.Lines.Ok ok ? new Reader().read(ok.lines()) : Optional.empty();
    }

    /** The text, lines ended by CR LF, with the pseudo {@code m=} line of RFC 8840 §4.2 before each section. */
    public String write() {
        var text = new StringBuilder();
        line(text, "ice-ufrag:", iceUfrag);
        line(text, "ice-pwd:", icePwd);
        for (var section : sections) {
            if (!section.mid.isEmpty()) {
                text.append("m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n");
                line(text, "mid:", section.mid);
            }
            section.candidates.forEach(c -> line(text, "", c));
            line(text, "", section.endOfCandidates ? "end-of-candidates" : "");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String prefix, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("\"" + value + "\": a value must not contain a line end");
        }
        if (!value.isEmpty()) {
            text.append("a=").append(prefix).append(value).append("\r\n");
        }
    }

    private static final class Reader {
        private final List<Section> sections = new ArrayList<>();
        private final List<String> candidates = new ArrayList<>();
        private String iceUfrag = "";
        private String icePwd = "";
        private String mid = "";
        private boolean endOfCandidates;
        private int total;

        Optional<SdpFragment> read(List<SdpLine> lines) {
            for (var line : lines) {
                var taken = line.type() == 'a' ? attribute(line) : line.type() != 'm' || next();
                if (!taken) {
                    return Optional.empty();
                }
            }
            return next() ? Optional.of(new SdpFragment(iceUfrag, icePwd, sections)) : Optional.empty();
        }

        private boolean attribute(SdpLine line) {
            var value = line.attributeValue().strip();
            switch (line.attributeName()) {
                case "ice-ufrag" -> iceUfrag = value;
                case "ice-pwd" -> icePwd = value;
                case "mid" -> mid = value;
                case "end-of-candidates" -> endOfCandidates = true;
                case "candidate" -> {
                    candidates.add("candidate:" + value);
                    return !value.isEmpty() && ++total <= MAX_CANDIDATES;
                }
                default -> {} // RFC 8840 §9.2: others are to be ignored
            }
            return true;
        }

        private boolean next() {
            if (!candidates.isEmpty() || endOfCandidates || !mid.isEmpty()) {
                sections.add(new Section(mid, candidates, endOfCandidates));
                candidates.clear();
                endOfCandidates = false;
                mid = "";
            }
            return sections.size() <= MAX_SECTIONS;
        }
    }
}
