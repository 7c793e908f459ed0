// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Words that nobody can guess. */
final class Words {
    private static final int BYTES = 11;

    private Words() {}

    /** Twenty-two hexadecimal digits. */
    static String of(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
