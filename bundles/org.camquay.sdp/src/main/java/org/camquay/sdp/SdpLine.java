// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a description, split at its {@code =}.
 *
 * @param number counted from 1
 */
record SdpLine(int number, char type, String value) {
    static final int MAX_TEXT = 256 * 1024;
    static final int MAX_LINES = 2000;
    static final int MAX_LINE = 8 * 1024;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    /**
     * The lines, or the limit they exceed. Lines may end in CR LF or LF, and have blanks around them; empty ones are
     * skipped, and so is what has not the form of a line.
     */
    sealed interface Lines {
        /** @param ignored those skipped that were not empty */
        record Ok(List<SdpLine> lines, List<SdpResult.Problem> ignored) implements Lines {}

        record Bad(SdpResult.Problem problem) implements Lines {}
    }

    static Lines split(String text) {
        if (text.length() > MAX_TEXT) {
            return bad(0, "Description of " + text.length() + " characters: send at most " + MAX_TEXT);
        }
        var lines = new ArrayList<SdpLine>();
        var ignored = new ArrayList<SdpResult.Problem>();
        var number = 0;
        for (var from = text.indexOf(BYTE_ORDER_MARK) == 0 ? 1 : 0; from < text.length(); ) {
            var lineFeed = text.indexOf('\n', from);
            var next = lineFeed < 0 ? text.length() : lineFeed + 1;
            var end = lineFeed < 0 ? text.length() : lineFeed;
            number++;
            if (number > MAX_LINES) {
                return bad(number, "Line " + number + ": send at most " + MAX_LINES + " lines");
            }
            if (end - from > MAX_LINE) {
                return bad(number, "Line " + number + ": keep lines within " + MAX_LINE + " characters");
            }
            var line = text.substring(from, end).trim();
            from = next;
            if (line.length() >= 2 && line.charAt(1) == '=' && line.indexOf('\r') < 0) {
                lines.add(new SdpLine(number, line.charAt(0), line.substring(2)));
            } else if (!line.isEmpty()) {
                ignored.add(new SdpResult.Problem(
                        number,
                        "Line " + number + " " + quote(line) + ": write it as <letter>=<value>, ended by CR LF"));
            }
        }
        return new Lines.Ok(lines, ignored);
    }

    /** The attribute's name, for a line of type {@code a}. */
    String attributeName() {
        return Words.before(value, ':');
    }

    /** The attribute's value, for a line of type {@code a}. */
    String attributeValue() {
        return Words.after(value, ':');
    }

    SdpResult.Problem problem(String remedy) {
        return new SdpResult.Problem(number, "Line " + number + " " + quote(type + "=" + value) + ": " + remedy);
    }

    private static Lines bad(int line, String message) {
        return new Lines.Bad(new SdpResult.Problem(line, message));
    }

    // log and error messages must not carry long or unprintable text of a stranger
    private static String quote(String line) {
        var cut = line.length() > 80 ? line.substring(0, 80) + "…" : line;
        return "\"" + cut.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
