// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camquay.net.Addresses;
import org.camquay.net.Cidr;
import org.camquay.net.SpecialNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerFilterTest {
    private static PeerFilter standard(String... allow) {
        var deny = TestServer.config(Map.of()).denyPeers();
        var relay = Addresses.own("198.51.100.1"); // one that is denied, were it not ours
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
                "::10.0.0.1",
                "192.0.2.1",
                "198.51.100.200",
                "203.0.113.9",
                "192.88.99.1",
                "2001:db8::1",
                "3fff::1",
                "2002:cb00:7109::1",
                "2001:0:4136:e378::1",
                "64:ff9b::c0a8:1",
                "64:ff9b:1::1",
                "::ffff:192.0.2.1",
                "::ffff:203.0.113.9",
                "::ffff:192.88.99.1",
                "::ffff:0:10.0.0.1"
            })
    void verdict_specialAddress_isDenied(String address) {
        assertThat(standard().verdict(Addresses.own(address))).isEqualTo(PeerFilter.Verdict.DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "11.0.0.1", "2001:4860::1", "2a00::1"})
    void verdict_publicAddress_isAllowed(String address) {
        assertThat(standard().verdict(Addresses.own(address))).isEqualTo(PeerFilter.Verdict.ALLOWED);
    }

    @Test
    void verdict_allowedNetwork_overridesDenial() {
        var filter = standard("10.1.0.0/16");
        assertThat(filter.verdict(Addresses.own("10.1.2.3"))).isEqualTo(PeerFilter.Verdict.ALLOWED);
        assertThat(filter.verdict(Addresses.own("10.2.2.3"))).isEqualTo(PeerFilter.Verdict.DENIED);
    }

    @Test
    void denyPeers_haveEverySpecialNetwork() {
        var deny = Stream.of(TestServer.config(Map.of()).denyPeers())
                .map(Cidr::parse)
                .toList();
        assertThat(deny).containsAll(SpecialNetworks.NOWHERE).containsAll(SpecialNetworks.NOT_GLOBAL);
    }

    @Test
    void verdict_ownRelay_isSaidSo() {
        assertThat(standard().verdict(Addresses.own("198.51.100.1"))).isEqualTo(PeerFilter.Verdict.RELAYED);
    }
}
