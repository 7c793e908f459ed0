// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SideBySideTest {
    private final SideBySide.Cost other = new SideBySide.Cost("other", List.of(4.0, 8.0, 4.0));

    @Test
    void ratio_machineSlowInOneWindow_isOfTheWindows() {
        var ours = new SideBySide.Cost("ours", List.of(1.0, 2.0, 3.0));
        assertThat(ours.ratio(other)).isCloseTo(0.25, within(1e-9));
        assertThat(ours.median()).isEqualTo(2);
    }

    @Test
    void text_ofOne_comparesWithTheOtherOnly() {
        var ours = new SideBySide.Cost("ours", List.of(1.0, 2.0, 1.0));
        assertThat(ours.text(other)).contains("1.00 ms per viewer-second, 0.250 of other");
        assertThat(other.text(other)).endsWith("4.00 ms per viewer-second");
    }
}
