// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ConnectionQuotaTest {
    private final ConnectionQuota quota = new ConnectionQuota(4, 2);

    private boolean take(String address) throws Exception {
        return quota.take(InetAddress.getByName(address));
    }

    @Test
    void take_oneIpv6Network_isOneAddress() throws Exception {
        assertThat(take("2001:db8:1:2::1")).isTrue();
        assertThat(take("2001:db8:1:2:ffff::1")).isTrue();
        assertThat(take("2001:db8:1:2::3")).isFalse();
        assertThat(take("2001:db8:1:3::1")).isTrue();
        quota.release(InetAddress.getByName("2001:db8:1:2::9"));
        assertThat(take("2001:db8:1:2::3")).isTrue();
    }

    @Test
    void take_asManyAsThereMayBeInAll_refusesTheNext() throws Exception {
        for (int i = 1; i <= 4; i++) {
            assertThat(take("192.0.2." + i)).isTrue();
        }
        assertThat(take("192.0.2.5")).isFalse();
    }
}
