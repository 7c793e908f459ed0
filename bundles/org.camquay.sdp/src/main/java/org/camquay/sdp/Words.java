// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

/** Lexical rules shared by the attributes (RFC 8866 §9). */
final class Words {
    private Words() {}

    /** Whether the text is 1 to {@code max} ASCII digits. */
    static boolean digits(String text, int max) {
        return !text.isEmpty() && text.length() <= max && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The number of a text of ASCII digits, −1 if it is none or greater than {@code max}. */
    static long number(String text, long max) {
        if (!digits(text, 19)) {
            return -1;
        }
        try {
            var value = Long.parseLong(text);
            return value > max ? -1 : value;
        } catch (NumberFormatException tooGreat) {
            return -1;
        }
    }

    /** A word: not empty, no blank, no control character. */
    static boolean word(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != 0x7f);
    }

    /** What stands before the first separator; all of it if there is none. */
    static String before(String text, char separator) {
        var at = text.indexOf(separator);
        return at < 0 ? text : text.substring(0, at);
    }

    /** What stands after the first separator; empty if there is none. */
    static String after(String text, char separator) {
        var at = text.indexOf(separator);
        return at < 0 ? "" : text.substring(at + 1);
    }
}
