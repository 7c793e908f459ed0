// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Offers as browsers write them. */
final class Offers {
    private Offers() {}

    /** Chromium's, to receive sound and H.264. */
    static String chromium() {
        try (var sdp = Offers.class.getResourceAsStream("chromium-offer.sdp")) {
            return new String(sdp.readAllBytes()).replaceAll("\r?\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
