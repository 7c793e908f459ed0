// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportState;
import org.camquay.net.AddressFilter;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Addresses of this machine that come and go while a peer watches. */
final class AddressChangeTest {
    private static final String WIRED = "192.0.2.1";
    private static final String WIRELESS = "192.0.2.2";

    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualPeer viewer = new VirtualPeer(loop, network, "198.51.100.1");

    private VirtualPeer connected(IceRole role, String... addresses) {
        var camera = new VirtualPeer(loop, network, addresses);
        camera.offerTo(viewer, role == IceRole.CONTROLLING ? IceRole.CONTROLLED : IceRole.CONTROLLING);
        viewer.offerTo(camera, role);
        loop.advance(Duration.ofSeconds(2));
        assertThat(camera.isNominated()).isTrue();
        return camera;
    }

    private static void has(VirtualPeer peer, String... addresses) {
        peer.sockets.refresh(Stream.of(addresses).map(VirtualPeer::ip).toList(), 4545);
        peer.run(peer.agent::onBasesChange);
    }

    private void assertPacketsPass(VirtualPeer camera, String text) {
        camera.send(text);
        viewer.send(text);
        loop.advance(Duration.ofMillis(100));
        assertThat(viewer.heard.packets).contains(text);
        assertThat(camera.heard.packets).contains(text);
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void addressInUse_goes_anotherPairTakesOverWithoutARestart(IceRole role) {
        var camera = connected(role, WIRED, WIRELESS);
        assertThat(camera.agent.selectedPair().orElseThrow().local()).contains(WIRED);
        has(camera, WIRELESS);
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.DISCONNECTED);
        loop.advance(Duration.ofMillis(500));
        assertThat(camera.isConnected()).isTrue();
        assertThat(camera.agent.selectedPair().orElseThrow().local()).contains(WIRELESS);
        if (role == IceRole.CONTROLLING) {
            assertThat(viewer.agent.selectedPair().orElseThrow().remote()).contains(WIRELESS);
            assertPacketsPass(camera, "over the air");
        }
    }

    /** As a cable that is drawn between two switches: nobody is told. */
    @ParameterizedTest
    @EnumSource(IceRole.class)
    void wayInUse_diesSilently_anotherPairIsAskedAgainAndTakesOver(IceRole role) {
        var camera = connected(role, WIRED, WIRELESS);
        assertThat(camera.agent.selectedPair().orElseThrow().local()).contains(WIRED);
        network.block((from, to) -> from.getAddress().equals(VirtualPeer.ip(WIRED))
                || to.getAddress().equals(VirtualPeer.ip(WIRED)));
        loop.advance(Duration.ofSeconds(25));
        assertThat(camera.isConnected()).isTrue();
        assertThat(camera.agent.selectedPair().orElseThrow().local()).contains(WIRELESS);
        assertThat(viewer.agent.selectedPair().orElseThrow().remote()).contains(WIRELESS);
        assertPacketsPass(camera, "over the air");
        loop.advance(Duration.ofMinutes(1));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
    }

    @Test
    void onlyAddress_goes_isDisconnectedAtOnceThenFails() {
        var camera = connected(IceRole.CONTROLLING, WIRED);
        has(camera);
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.DISCONNECTED);
        loop.advance(Duration.ofSeconds(31));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.FAILED);
    }

    @Test
    void onlyAddress_isReplaced_theNewOneIsToldAndUsed() {
        var camera = connected(IceRole.CONTROLLING, WIRED);
        has(camera, WIRELESS);
        assertThat(camera.heard
                        .candidates
                        .get(camera.heard.candidates.size() - 1)
                        .candidate())
                .contains(WIRELESS);
        loop.advance(Duration.ofSeconds(1));
        assertThat(camera.isConnected()).isTrue();
        assertPacketsPass(camera, "elsewhere");
    }

    @Test
    void address_comesWhileChecking_isToldAndUsed() {
        network.block((from, to) -> from.getAddress().equals(VirtualPeer.ip(WIRED))
                || to.getAddress().equals(VirtualPeer.ip(WIRED)));
        var camera = new VirtualPeer(loop, network, WIRED);
        camera.offerTo(viewer, IceRole.CONTROLLED);
        viewer.offerTo(camera, IceRole.CONTROLLING);
        loop.advance(Duration.ofSeconds(2));
        assertThat(camera.isConnected()).isFalse();
        has(camera, WIRED, WIRELESS);
        loop.advance(Duration.ofSeconds(1));
        assertThat(camera.isConnected()).isTrue();
    }

    @Test
    void filter_names_allowAndDeny() {
        var filter = new AddressFilter("eth*, !eth9, wlan0", "");
        assertThat(List.of("eth0", "eth9", "wlan0", "wlan1", "docker0").stream().filter(filter::admitsInterface))
                .containsExactly("eth0", "wlan0");
        var denying = new AddressFilter("!docker*", "");
        assertThat(denying.admitsInterface("eth0")).isTrue();
        assertThat(denying.admitsInterface("docker0")).isFalse();
        assertThat(AddressFilter.ALL.admitsInterface("any")).isTrue();
    }

    @Test
    void filter_addresses_allowAndDeny() {
        var filter = new AddressFilter("", "192.0.2.0/25,2001:db8::/32,!192.0.2.7,nonsense,1.2.3.4/99");
        InetAddress[] all = Stream.of("192.0.2.1", "192.0.2.7", "192.0.2.200", "2001:db8::1", "2001:db9::1")
                .map(VirtualPeer::ip)
                .toArray(InetAddress[]::new);
        assertThat(Arrays.stream(all).filter(filter::admits))
                .containsExactly(VirtualPeer.ip("192.0.2.1"), VirtualPeer.ip("2001:db8::1"));
    }
}
