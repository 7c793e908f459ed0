// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.camquay.itests.harness.Product;

/** A viewer of some make that offers (WHEP). */
interface Player {
    /** Ends the test, skipped by name, where it is not installed. */
    void require();

    /** The shapes of offer it can make. */
    List<String> offers();

    /** Whether it takes H.264. */
    default boolean sees() {
        return true;
    }

    /** Why it cannot play a cell; empty if it can. */
    default String cannot(Cell cell) {
        return "";
    }

    /** Why a connection that plays is not "connected" with this offer; empty if it is. */
    default String unfinished(String offer) {
        return "";
    }

    /**
     * Plays one cell after the other, each until there is enough of what is expected.
     *
     * @return for each: {@code frames}, {@code packets}, {@code state}, and {@code status} and {@code error} if it failed
     */
    List<JsonNode> play(Product product, List<Cell> cells) throws Exception;
}
