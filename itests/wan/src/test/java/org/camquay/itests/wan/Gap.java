// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * A time without a new picture on a screen, if it was notable.
 *
 * @param begin milliseconds since 1970
 * @param length in milliseconds
 */
record Gap(double begin, double length) {
    /** Programs that waited for a processor do not show it at the same moment. */
    private static final double SLACK = 250;

    static List<Gap> of(JsonNode reading) {
        return StreamSupport.stream(reading.path("gaps").spliterator(), false)
                .map(gap ->
                        new Gap(gap.path("begin").asDouble(), gap.path("length").asDouble()))
                .toList();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f:%.0fms", begin / 1000 % 1000, length);
    }

    /** Whether others stopped at the same time, and for half as long at least: a machine's gap, not a line's. */
    boolean sharedBy(List<Gap> others) {
        return length / 2
                <= others.stream()
                        .filter(this::overlaps)
                        .mapToDouble(Gap::length)
                        .sum();
    }

    private boolean overlaps(Gap other) {
        return begin - SLACK < other.begin + other.length && other.begin - SLACK < begin + length;
    }
}
