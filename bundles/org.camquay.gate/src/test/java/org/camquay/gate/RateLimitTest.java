// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private long now = 42;
    private final RateLimit limit = new RateLimit(10, 20, 100, () -> now);

    private int taken(String address, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += limit.take(address, 1) == 0 ? 1 : 0;
        }
        return taken;
    }

    @Test
    void take_oneAddress_burstsAndThenFlows() {
        assertThat(taken("192.0.2.1", 100)).isEqualTo(20);
        assertThat(limit.take("192.0.2.1", 1)).as("seconds to wait").isEqualTo(1);
        assertThat(limit.take("192.0.2.1", 15)).as("seconds to wait").isEqualTo(2);
        now += TimeUnit.MILLISECONDS.toNanos(500);
        assertThat(taken("192.0.2.1", 100)).isEqualTo(5);
        now += TimeUnit.HOURS.toNanos(1);
        assertThat(taken("192.0.2.1", 100)).isEqualTo(20);
    }

    @Test
    void take_anotherAddress_isNotConcerned() {
        taken("192.0.2.1", 100);
        assertThat(taken("192.0.2.2", 100)).isEqualTo(20);
    }

    @Test
    void take_ipv6_countsByHousehold() {
        taken("2001:db8:0:1::1", 100);
        assertThat(taken("2001:db8:0:1:ffff::2", 100)).isZero();
        assertThat(taken("2001:db8:0:2::1", 100)).isEqualTo(20);
        taken("192.0.2.1", 100);
        assertThat(taken("::ffff:192.0.2.1", 100)).isZero();
    }

    @Test
    void take_manyAddresses_boundedMemory() {
        for (int i = 0; i < 10_000; i++) {
            limit.take("10.0." + i / 256 + "." + i % 256, 1);
            assertThat(limit.size()).isLessThanOrEqualTo(101);
        }
        now += TimeUnit.HOURS.toNanos(1);
        for (int i = 0; i < 200; i++) {
            limit.take("192.0.2.1", 0.1);
        }
        assertThat(limit.size()).as("what is full again is forgotten").isEqualTo(1);
    }

    @Test
    void drain_whatIsRefusedAnyway_costsToo() {
        for (int i = 0; i < 100; i++) {
            limit.drain("192.0.2.1", 1);
        }
        assertThat(taken("192.0.2.1", 10)).isZero();
        now += TimeUnit.MILLISECONDS.toNanos(100);
        assertThat(taken("192.0.2.1", 10)).isEqualTo(1);
    }
}
