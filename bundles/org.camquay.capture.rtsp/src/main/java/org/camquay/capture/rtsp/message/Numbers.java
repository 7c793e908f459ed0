// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.message;

/** Numbers of strangers. */
final class Numbers {
    private static final int DIGITS = 9;

    private Numbers() {}

    /** The decimal number that {@code text} begins with, 0 to 999,999,999; -1 if it begins with none or with a longer one. */
    static int parse(String text) {
        int value = 0;
        int digits = 0;
        while (digits < text.length() && Character.digit(text.charAt(digits), 10) >= 0) {
            if (digits == DIGITS) {
                return -1;
            }
            value = 10 * value + Character.digit(text.charAt(digits), 10);
            digits++;
        }
        return digits == 0 ? -1 : value;
    }
}
