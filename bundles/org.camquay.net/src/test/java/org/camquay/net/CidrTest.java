// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.0/x", "example.org", "10.0.0", "999.1.1.1", "::/129", "", "10.0.0.0/"})
    void parse_nonsense_isRefused(String text) {
        assertThat(Cidr.find(text)).isEmpty();
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contains_prefixWithinAnOctet_comparesBits() {
        var block = Cidr.parse("172.16.0.0/12");
        assertThat(block.contains(Addresses.own("172.31.255.255"))).isTrue();
        assertThat(block.contains(Addresses.own("172.32.0.0"))).isFalse();
        assertThat(block.contains(Addresses.own("::1"))).isFalse();
        assertThat(Cidr.parse("0.0.0.0/0").contains(Addresses.own("8.8.8.8"))).isTrue();
        assertThat(Cidr.parse("192.0.2.1").contains(Addresses.own("192.0.2.2"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "999.1.1.1", "example.org", "fe80::1%no-such-interface"})
    void own_nonsense_isRefusedWithoutAskingANameServer(String text) {
        assertThatThrownBy(() -> Addresses.own(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
