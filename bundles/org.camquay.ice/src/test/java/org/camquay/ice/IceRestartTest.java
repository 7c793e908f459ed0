// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportState;
import org.camquay.net.Addresses;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 8445 §9. */
final class IceRestartTest {
    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualPeer camera = new VirtualPeer(loop, network, "192.0.2.1", "192.0.2.2");
    private final VirtualPeer viewer = new VirtualPeer(loop, network, "198.51.100.1");
    private int count;

    @BeforeEach
    void connect() {
        camera.offerTo(viewer, IceRole.CONTROLLED);
        viewer.offerTo(camera, IceRole.CONTROLLING);
        loop.advance(Duration.ofMillis(200));
        assertThat(camera.isNominated()).isTrue();
        assertThat(viewer.isNominated()).isTrue();
    }

    private void assertPacketsPass() {
        var text = "packet " + count++;
        camera.send(text);
        viewer.send(text);
        loop.advance(Duration.ofMillis(2));
        assertThat(viewer.heard.packets).contains(text);
        assertThat(camera.heard.packets).contains(text);
    }

    private void passFor(Duration time) {
        for (long i = 0; i < time.toMillis(); i += 2) {
            assertPacketsPass();
        }
    }

    @Test
    void restart_byUs_packetsPassAllTheTime() {
        var before = camera.agent.localParameters();
        camera.run(camera.agent::restart);
        assertThat(camera.agent.localParameters().usernameFragment()).isNotEqualTo(before.usernameFragment());
        passFor(Duration.ofMillis(50));
        var viewerBefore = viewer.agent.localParameters();
        camera.parametersTo(viewer);
        assertThat(viewer.agent.localParameters().usernameFragment()).isNotEqualTo(viewerBefore.usernameFragment());
        camera.trickleTo(viewer);
        passFor(Duration.ofMillis(50));
        viewer.parametersTo(camera);
        viewer.trickleTo(camera);
        passFor(Duration.ofMillis(300));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertThat(viewer.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertThat(camera.heard.states).doesNotContain(IceTransportState.DISCONNECTED, IceTransportState.FAILED);
        // One generation is left: its user fragment, and at most a request for consent on its way.
        assertThat(camera.demultiplexer.registrations()).isLessThanOrEqualTo(2);
    }

    @Test
    void restart_slowPeer_oldPairKeepsConsent() {
        camera.run(camera.agent::restart);
        loop.advance(Duration.ofMinutes(2));
        assertThat(camera.isConnected()).isTrue();
        assertThat(viewer.isConnected()).isTrue();
        assertPacketsPass();
    }

    @Test
    void restart_otherPathNow_movesToIt() {
        var first = camera.agent.selectedPair().orElseThrow().local().split(" ")[4];
        network.block((from, to) -> uses(first, from, to));
        camera.run(camera.agent::restart);
        camera.parametersTo(viewer);
        camera.trickleTo(viewer);
        viewer.parametersTo(camera);
        viewer.trickleTo(camera);
        loop.advance(Duration.ofMillis(500));
        assertThat(camera.agent.selectedPair().orElseThrow().local()).doesNotContain(first);
        assertPacketsPass();
    }

    private static boolean uses(String address, InetSocketAddress from, InetSocketAddress to) {
        return Addresses.text(from.getAddress()).equals(address)
                || Addresses.text(to.getAddress()).equals(address);
    }

    @Test
    void restart_afterFailure_connectsAgain() {
        network.block((from, to) -> true);
        loop.advance(Duration.ofSeconds(40));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.FAILED);
        assertThat(viewer.agent.state()).isEqualTo(IceTransportState.FAILED);
        network.block((from, to) -> false);
        camera.run(camera.agent::restart);
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.CHECKING);
        camera.parametersTo(viewer);
        viewer.parametersTo(camera);
        camera.trickleTo(viewer);
        viewer.trickleTo(camera);
        loop.advance(Duration.ofMillis(200));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertPacketsPass();
    }

    @Test
    void restart_newGenerationNeverWorks_oldPairGoesOn() {
        camera.run(camera.agent::restart);
        camera.run(() -> camera.agent.setRemoteParameters(
                new org.camquay.api.ice.IceParameters("nobodyAt", "aPasswordThatNobodyHas00")));
        loop.advance(Duration.ofSeconds(60));
        assertThat(camera.isConnected()).isTrue();
        assertPacketsPass();
    }
}
