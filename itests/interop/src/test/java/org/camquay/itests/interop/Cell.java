// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.interop;

import java.util.List;
import java.util.stream.Stream;

/**
 * One cell of the table: an offer of some shape for a stream of some kind.
 *
 * @param stream {@code both}, {@code picture} or {@code sound}: what it has
 * @param offer the shape, one of {@link #OFFERS}
 */
record Cell(String stream, String offer) {
    static final List<String> STREAMS = List.of("both", "picture", "sound");

    /** Sound and picture, picture and sound, two pictures, data channels too, without BUNDLE, bundle-only. */
    static final List<String> OFFERS = List.of("av", "va", "vv", "data", "nb", "bo");

    /** The sections of the offer: a for sound, v for a picture. */
    String sections() {
        return offer.equals("vv") ? "vv" : offer.equals("va") ? "va" : "av";
    }

    /**
     * What both have, {@code a}, {@code v} or {@code av}; {@code -} when that is nothing, so that the offer is refused.
     *
     * @param sees whether the player takes our pictures
     */
    String expected(boolean sees) {
        var has = stream.equals("both") ? "av" : stream.equals("sound") ? "a" : "v";
        var common = Stream.of(sections().split(""))
                .filter(has::contains)
                .filter(kind -> sees || kind.equals("a"))
                .distinct()
                // without BUNDLE there is one transport, and the first section that can be sent into gets it
                .limit(offer.equals("nb") ? 1 : 2)
                .sorted()
                .toList();
        return common.isEmpty() ? "-" : String.join("", common);
    }
}
