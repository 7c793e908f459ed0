// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The AU headers of a stream (RFC 3640 §3.2.1, §4.1): how many bits each field has, 0 for one that is left out.
 *
 * @param size AU-size
 * @param index AU-Index of the first header
 * @param indexDelta AU-Index-delta of the others
 * @param compositionDelta CTS-delta, behind a flag
 * @param decodingDelta DTS-delta, behind a flag
 * @param randomAccess whether there is a flag for random access
 * @param state Stream-state
 * @param auxiliary the bits of the size of the auxiliary section, which is skipped
 * @param constantSize bytes of each access unit where AU-size is left out, 0 for one that fills the packet
 */
record AacHeaders(
        int size,
        int index,
        int indexDelta,
        int compositionDelta,
        int decodingDelta,
        boolean randomAccess,
        int state,
        int auxiliary,
        int constantSize) {
    private static final int MOST_BITS = 32;
    private static final int MOST_BYTES = 1 << 16;

    /** Those of a stream's format parameters. */
    static AacHeaders of(Function<String, Optional<String>> parameter) {
        String mode = parameter.apply("mode").orElse("").toLowerCase(Locale.ROOT);
        boolean low = mode.equals("aac-lbr");
        boolean high = mode.equals("aac-hbr");
        int constant = number(parameter, "constantsize", 0, MOST_BYTES);
        // cameras leave out what their mode implies (RFC 3640 §3.3.5, §3.3.6)
        return new AacHeaders(
                number(parameter, "sizelength", low ? 6 : high ? 13 : 0, MOST_BITS),
                number(parameter, "indexlength", low ? 2 : high ? 3 : 0, MOST_BITS),
                number(parameter, "indexdeltalength", low ? 2 : high ? 3 : 0, MOST_BITS),
                number(parameter, "ctsdeltalength", 0, MOST_BITS),
                number(parameter, "dtsdeltalength", 0, MOST_BITS),
                number(parameter, "randomaccessindication", 0, 1) == 1,
                number(parameter, "streamstateindication", 0, MOST_BITS),
                number(parameter, "auxiliarydatasizelength", 0, MOST_BITS),
                constant);
    }

    private static int number(Function<String, Optional<String>> parameter, String name, int otherwise, int most) {
        String text = parameter.apply(name).orElse("").strip();
        if (!text.matches("\\d{1,6}")) {
            return otherwise;
        }
        return Math.min(most, Integer.parseInt(text));
    }

    /** Whether a packet begins with a section of AU headers. */
    boolean present() {
        return size + index + indexDelta + compositionDelta + decodingDelta + state > 0 || randomAccess;
    }
}
