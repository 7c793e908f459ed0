// SPDX-License-Identifier: Apache-2.0
package org.camquay.log;

/** Text that stays what it looks like, on a terminal and in a file. Pure. */
final class SafeText {
    private static final int LONGEST = 2000;
    /** The end of a secret is looked for up to here. */
    private static final int LONGEST_READ = 8192;

    private SafeText() {}

    /**
     * Appends {@code all} without {@link Secrets}, in one line, each character that controls, reorders or hides others
     * written as {@code \\u001b}.
     */
    static void append(String all, StringBuilder to) {
        String text = Secrets.hidden(all.substring(0, Math.min(all.length(), LONGEST_READ)));
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (isPlain(text, i)) {
                to.append(c);
            } else {
                to.append(String.format("\\u%04x", (int) c));
            }
        }
        int left = text.length() - end + Math.max(0, all.length() - LONGEST_READ);
        if (left > 0) {
            to.append("… (").append(left).append(" more characters)");
        }
    }

    /** Terminals take escape sequences from U+009B too; U+202E turns the rest of a line around; U+2028 ends a line in some viewers. */
    private static boolean isPlain(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(index + 1))
                    && isVisible(text.codePointAt(index));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0
                    && Character.isHighSurrogate(text.charAt(index - 1))
                    && isVisible(text.codePointAt(index - 1));
        }
        return isVisible(c);
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
