// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.camquay.net.Addresses;
import org.camquay.net.LocalAddresses;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.Test;

final class SocketSetTest {
    private final VirtualNetwork network = new VirtualNetwork(new FakeEventLoop(), 1);
    private final SocketSet sockets = new SocketSet(new VirtualPorts(network), new Demultiplexer(), Protocol.UDP);

    private static List<InetAddress> addresses(String... texts) {
        return Stream.of(texts).map(VirtualPeer::ip).toList();
    }

    private List<String> bound() {
        return sockets.transports().stream()
                .map(transport -> Addresses.text(transport.localAddress()))
                .toList();
    }

    @Test
    void refresh_addressComesAndGoes_othersStay() {
        sockets.refresh(addresses("192.0.2.1", "192.0.2.2"), 4545);
        var first = sockets.transports().get(0);
        sockets.refresh(addresses("192.0.2.1", "2001:db8::1"), 4545);
        assertThat(bound()).containsExactly("192.0.2.1:4545", "[2001:db8:0:0:0:0:0:1]:4545");
        assertThat(sockets.transports().get(0)).isSameAs(first);
        assertThat(first.isClosed()).isFalse();
    }

    @Test
    void refresh_otherPort_movesAll() {
        sockets.refresh(addresses("192.0.2.1"), 4545);
        sockets.refresh(addresses("192.0.2.1"), 5000);
        assertThat(bound()).containsExactly("192.0.2.1:5000");
    }

    @Test
    void refresh_portIsTaken_opensTheOthersAndLaterThatOne() throws BindException {
        var other = network.open(new InetSocketAddress(VirtualPeer.ip("192.0.2.1"), 4545));
        sockets.refresh(addresses("192.0.2.1", "192.0.2.2"), 4545);
        assertThat(bound()).containsExactly("192.0.2.2:4545");
        other.close();
        sockets.refresh(addresses("192.0.2.1", "192.0.2.2"), 4545);
        assertThat(bound()).containsExactly("192.0.2.1:4545", "192.0.2.2:4545");
        assertThat(sockets.transports().get(0).localPreference())
                .isNotEqualTo(sockets.transports().get(1).localPreference());
    }

    @Test
    void refresh_anyPort_isOneNumberFreeOnAll() throws BindException {
        network.open(new InetSocketAddress(VirtualPeer.ip("192.0.2.2"), 49_153));
        sockets.refresh(addresses("192.0.2.1", "192.0.2.2"), 0);
        assertThat(sockets.transports()).hasSize(2);
        int port = sockets.transports().get(0).localAddress().getPort();
        assertThat(port).isPositive();
        assertThat(sockets.transports().get(1).localAddress().getPort()).isEqualTo(port);
        sockets.refresh(addresses("192.0.2.1", "192.0.2.2", "192.0.2.3"), 0);
        assertThat(bound()).contains("192.0.2.3:" + port);
    }

    @Test
    void refresh_socketThatWasClosedByOthers_isOpenedAnew() {
        sockets.refresh(addresses("192.0.2.1"), 4545);
        sockets.transports().get(0).close();
        sockets.refresh(addresses("192.0.2.1"), 4545);
        assertThat(sockets.transports()).hasSize(1).noneMatch(SharedTransport::isClosed);
    }

    @Test
    void refresh_noAddressAndAnyPort_waits() {
        sockets.refresh(List.of(), 0);
        assertThat(sockets.transports()).isEmpty();
    }

    @Test
    void choose_allKinds_takesTurnsAndLeavesWhatCannotBeUsed() {
        var all = addresses(
                "127.0.0.1", "::1", "fe80::1", "169.254.1.1", "192.0.2.1", "2001:db8::1", "192.0.2.2", "2001:db8::2");
        assertThat(LocalAddresses.choose(all).stream().map(Addresses::text))
                .containsExactly(
                        "2001:db8:0:0:0:0:0:1", "192.0.2.1", "2001:db8:0:0:0:0:0:2", "192.0.2.2", "169.254.1.1");
        assertThat(LocalAddresses.choose(addresses("127.0.0.1", "fe80::1")).stream()
                        .map(Addresses::text))
                .containsExactly("127.0.0.1");
    }
}
