// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialNetworksTest {
    private static InetAddress ip(String text) {
        return Addresses.literal(text).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "192.88.99.1",
                "224.0.0.251",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::7f00:1",
                "2001::7f00:1",
                "2002:7f00:1::",
                "fe80::1",
                "fec0::1",
                "ff02::fb"
            })
    void isNowhere_noHostElsewhere_isTrue(String address) {
        assertThat(SpecialNetworks.isNowhere(ip(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "10.0.0.1",
                "192.168.1.20",
                "100.64.0.1",
                "203.0.113.9",
                "fd00::1",
                "2001:db8::1",
                "2a00::1",
                "::ffff:10.0.0.1"
            })
    void isNowhere_aHost_isFalse(String address) {
        assertThat(SpecialNetworks.isNowhere(ip(address))).isFalse();
    }

    @Test
    void ownAddresses_haveThoseOfEveryInterface() throws Exception {
        var own = new OwnAddresses();
        assertThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
                .isNotEmpty()
                .allMatch(own::contain);
        assertThat(own.contain(ip("203.0.113.9"))).isFalse();
    }
}
