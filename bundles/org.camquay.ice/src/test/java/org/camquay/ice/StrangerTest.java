// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.Test;

/** The peer's checks arrive over its relay before its candidates do, so they come from an address nobody has named. */
final class StrangerTest {
    private static final String SERVER = "203.0.113.9";
    private static final String VIEWER = "198.51.100.1";

    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualTurnServer server = new VirtualTurnServer(network, SERVER);
    private final VirtualPeer camera = new VirtualPeer(loop, network, "192.0.2.1");
    private final VirtualPeer viewer = new VirtualPeer(
            loop,
            network,
            IceTransportPolicy.ALL,
            List.of(new IceServer(List.of("turn:" + SERVER), VirtualTurnServer.USER, VirtualTurnServer.PASSWORD)),
            VIEWER);
    private boolean direct;

    /** Both know each other's parameters; of the candidates only the viewer knows the camera's. */
    private void begin() {
        viewer.links.servers.put(server.address(), server);
        network.block(
                (from, to) -> !direct && from.getAddress().equals(VirtualPeer.ip(VIEWER)) && to.getPort() == 4545);
        camera.offerTo(viewer, IceRole.CONTROLLED);
        viewer.run(viewer.agent::gather);
        viewer.parametersTo(camera);
        camera.run(() -> camera.agent.start(IceRole.CONTROLLING));
        for (int i = 0; i < 30 && !camera.isConnected(); i++) {
            loop.advance(Duration.ofMillis(10));
        }
        assertThat(camera.agent.selectedPair().orElseThrow().remote())
                .contains(SERVER)
                .contains("typ prflx");
    }

    private String selected() {
        return camera.agent.selectedPair().orElseThrow().remote();
    }

    @Test
    void unnamedRelay_directPathALittleLater_isNotNominated() {
        begin();
        viewer.send("media");
        loop.advance(Duration.ofMillis(300));
        assertThat(camera.heard.packets).as("media flows meanwhile").contains("media");
        assertThat(camera.isNominated()).isFalse();
        direct = true;
        viewer.trickleTo(camera);
        loop.advance(Duration.ofSeconds(3));
        assertThat(camera.isNominated()).isTrue();
        assertThat(selected()).contains(VIEWER);
    }

    @Test
    void unnamedRelay_noDirectPath_isNominatedSoon() {
        begin();
        loop.advance(Timing.DIRECT_WAIT.plusMillis(200));
        assertThat(camera.isNominated()).isTrue();
        assertThat(selected()).contains(SERVER);
    }
}
