// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerFilterTest {
    private static PeerFilter standard(String... allow) {
        var deny = TestServer.config(Map.of()).denyPeers();
        var relay = Cidr.literal("198.51.100.1");
        return new PeerFilter(
                Stream.of(allow).map(Cidr::parse).toList(),
                Stream.of(deny).map(Cidr::parse).toList(),
                new RelayAddresses(List.of(new RelayAddress(relay, relay))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.255.255",
                "169.254.169.254",
                "100.127.255.255",
                "0.1.2.3",
                "239.1.1.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "::10.0.0.1"
            })
    void verdict_specialAddress_isDenied(String address) {
        assertThat(standard().verdict(Cidr.literal(address))).isEqualTo(PeerFilter.Verdict.DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "11.0.0.1", "2001:db8::1", "2a00::1"})
    void verdict_publicAddress_isAllowed(String address) {
        assertThat(standard().verdict(Cidr.literal(address))).isEqualTo(PeerFilter.Verdict.ALLOWED);
    }

    @Test
    void verdict_allowedNetwork_overridesDenial() {
        var filter = standard("10.1.0.0/16");
        assertThat(filter.verdict(Cidr.literal("10.1.2.3"))).isEqualTo(PeerFilter.Verdict.ALLOWED);
        assertThat(filter.verdict(Cidr.literal("10.2.2.3"))).isEqualTo(PeerFilter.Verdict.DENIED);
    }

    @Test
    void verdict_ownRelay_isSaidSo() {
        assertThat(standard().verdict(Cidr.literal("198.51.100.1"))).isEqualTo(PeerFilter.Verdict.RELAYED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "example.org", "10.0.0", "999.1.1.1", "::/129", ""})
    void parse_nonsense_isRefused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contains_prefixWithinAnOctet_comparesBits() {
        var block = Cidr.parse("172.16.0.0/12");
        assertThat(block.contains(Cidr.literal("172.31.255.255"))).isTrue();
        assertThat(block.contains(Cidr.literal("172.32.0.0"))).isFalse();
        assertThat(block.contains(Cidr.literal("::1"))).isFalse();
        assertThat(Cidr.parse("0.0.0.0/0").contains(Cidr.literal("8.8.8.8"))).isTrue();
        assertThat(Cidr.parse("192.0.2.1").contains(Cidr.literal("192.0.2.2"))).isFalse();
    }
}
