// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrendlineTest {
    /** 8 months of a picture each 10 ms were more than an int counts. */
    @Test
    void update_moreOftenThanAnIntCounts_goesOn() {
        var trendline = new Trendline(Integer.MAX_VALUE - 5);
        double arrival = 0;
        for (int i = 0; i < 100; i++) {
            arrival += 10;
            trendline.update(10, 10, arrival);
        }
        assertThat(trendline.usage()).isEqualTo(Usage.NORMAL);
        for (int i = 0; i < 100; i++) {
            arrival += 12;
            trendline.update(10, 12, arrival);
        }
        assertThat(trendline.usage()).isEqualTo(Usage.OVER);
    }
}
