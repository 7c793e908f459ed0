// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "255.255.255.255, 255.255.255.255",
        "0.0.0.0, 0.0.0.0",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "[2001:DB8:1:2::9], 2001:db8:1:2::/64",
        "2001:db8::1, 2001:db8::/64",
        "2001:db8:0:7::1, 2001:db8:0:7::/64",
        "0:0:0:8000::1, 0:0:0:8000::/64",
        "fe80::1%eth0, fe80::/64",
        "::1, ::/64"
    })
    void of_anAddress_isItOrItsNetwork(String address, String name) {
        assertThat(Site.of(address)).isPresent();
        assertThat(Site.nameOf(address)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "abcdef",
                "999.1.1.1",
                "1.2.3",
                ":",
                "::g",
                "1:2:3:4:5:6:7:8:9",
                "127.0.0.1:80"
            })
    void of_whatIsNoAddress_isEmpty(String text) {
        assertThat(Site.of(text)).isEmpty();
        assertThat(Site.nameOf(text)).isEqualTo(text);
    }

    @Test
    void of_oneNetwork_isOneSite_andTwoAreTwo() throws Exception {
        var one = Site.of(InetAddress.getByName("2001:db8:1:2::1"));
        assertThat(Site.of(InetAddress.getByName("2001:db8:1:2:ffff:ffff:ffff:ffff")))
                .isEqualTo(one);
        assertThat(Site.of(InetAddress.getByName("2001:db8:1:3::1"))).isNotEqualTo(one);
        assertThat(Site.of(InetAddress.getByName("0.0.0.0"))).isNotEqualTo(Site.of(InetAddress.getByName("::1")));
    }
}
