// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final int PER_SECOND = 10;
    private static final int BUCKETS = 1 << 12;

    private final RateLimiter limiter = new RateLimiter(PER_SECOND, 0);

    @Test
    void take_oneSource_burstThenTheRate() throws UnknownHostException {
        var source = ipv4(0x0A000001);
        assertThat(taken(source, 100, 0)).isEqualTo(2 * PER_SECOND);
        assertThat(taken(source, 100, TimeUnit.SECONDS.toNanos(1))).isEqualTo(PER_SECOND);
        assertThat(taken(source, 100, TimeUnit.HOURS.toNanos(1))).isEqualTo(2 * PER_SECOND);
    }

    @Test
    void take_aMillionSpoofedSources_areAnsweredNoMoreThanTheBucketsHold() throws UnknownHostException {
        var random = new Random(3);
        int answered = 0;
        for (int i = 0; i < 1_000_000; i++) {
            answered += limiter.take(ipv4(random.nextInt()), 0) ? 1 : 0;
        }
        assertThat(answered).isBetween(BUCKETS, BUCKETS * 2 * PER_SECOND);
    }

    @Test
    void take_sourcesOfOneIpv6Network_shareTheirRate() throws UnknownHostException {
        int answered = 0;
        for (int i = 0; i < 100; i++) {
            var source = InetAddress.getByAddress(ByteBuffer.allocate(16)
                    .putLong(0x20010DB800000001L)
                    .putLong(i)
                    .array());
            answered += limiter.take(source, 0) ? 1 : 0;
        }
        assertThat(answered).isEqualTo(2 * PER_SECOND);
    }

    private int taken(InetAddress source, int wanted, long now) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += limiter.take(source, now) ? 1 : 0;
        }
        return taken;
    }

    private static InetAddress ipv4(int bits) throws UnknownHostException {
        return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());
    }
}
