// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceParameters;

/** A trickle ICE fragment, {@code application/trickle-ice-sdpfrag} (RFC 8840 §9). */
final class SdpFragment {
    private static final int MAX_CANDIDATES = 200;
    private static final String UFRAG = "a=ice-ufrag:";
    private static final String PASSWORD = "a=ice-pwd:";
    private static final String MID = "a=mid:";
    private static final String CANDIDATE = "a=candidate:";
    private static final String END = "a=end-of-candidates";

    private static final Pattern BUNDLE = Pattern.compile("(?m)^a=group:BUNDLE (\\S+)");
    private static final Pattern ICE_UFRAG = Pattern.compile("[A-Za-z0-9+/]{4,256}");
    private static final Pattern ICE_PASSWORD = Pattern.compile("[A-Za-z0-9+/]{22,256}");

    private final List<IceCandidate> candidates = new ArrayList<>();
    private String ufrag;
    private String password;
    private String mid;

    private SdpFragment() {}

    /** Reads one; malformed lines are left out. Empty when no line has the form of one, or for unreasonable length. */
    static Optional<SdpFragment> parse(String text) {
        var lines = text.lines()
                .map(line -> line.replace("\ufeff", "").trim())
                .filter(line -> !line.isEmpty())
                .toList();
        var wellFormed = lines.stream()
                .filter(line -> line.length() >= 2 && line.charAt(1) == '=')
                .toList();
        var fragment = new SdpFragment();
        wellFormed.forEach(fragment::read);
        boolean other = wellFormed.isEmpty() && !lines.isEmpty();
        return other || fragment.candidates.size() > MAX_CANDIDATES ? Optional.empty() : Optional.of(fragment);
    }

    /** Its candidates and their ends, in order. */
    List<IceCandidate> candidates() {
        return List.copyOf(candidates);
    }

    /** The user fragment and password it names, if it names both and they can be such (RFC 8839 §5.4). */
    Optional<IceParameters> parameters() {
        return ufrag != null
                        && password != null
                        && ICE_UFRAG.matcher(ufrag).matches()
                        && ICE_PASSWORD.matcher(password).matches()
                ? Optional.of(new IceParameters(ufrag, password))
                : Optional.empty();
    }

    private void read(String line) {
        if (line.startsWith("m=")) {
            mid = null;
        } else if (line.startsWith(MID)) {
            mid = line.substring(MID.length()).trim();
        } else if (line.startsWith(UFRAG)) {
            ufrag = line.substring(UFRAG.length()).trim();
        } else if (line.startsWith(PASSWORD)) {
            password = line.substring(PASSWORD.length()).trim();
        } else if (line.startsWith(CANDIDATE)) {
            candidates.add(new IceCandidate(line.substring(2).trim(), mid, null, ufrag));
        } else if (line.trim().equals(END)) {
            candidates.add(new IceCandidate("", mid, null, ufrag));
        }
        // Other lines (a=group, a=ice-options) say nothing about a candidate.
    }

    /**
     * The ICE part of a description of ours: of the section that the others are bundled with (RFC 9143 §7.3), or of the first
     * that is not refused.
     */
    static String of(String sdp) {
        var fragment = new StringBuilder();
        var sections = List.of(sdp.split("(?m)^(?=m=)"));
        append(fragment, sections.get(0), "a=group:", "a=ice-");
        var tagged = BUNDLE.matcher(sections.get(0));
        var mid = tagged.find() ? MID + tagged.group(1) : MID;
        var open = sections.stream()
                .skip(1)
                .filter(section -> !section.matches("(?s)m=\\S+ 0 .*"))
                .toList();
        open.stream()
                .filter(section -> section.lines().anyMatch(mid::equals))
                .findFirst()
                .or(() -> open.stream().findFirst())
                .ifPresent(section -> append(fragment, section, "m=", MID, "a=ice-", CANDIDATE, END));
        return fragment.toString();
    }

    private static void append(StringBuilder fragment, String section, String... beginnings) {
        for (String line : section.split("\r?\n")) {
            for (String beginning : beginnings) {
                if (line.startsWith(beginning)) {
                    fragment.append(line).append("\r\n");
                }
            }
        }
    }
}
