// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportState;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Browsers name their own addresses only as {@code ….local} (mDNS), which are left to peer-reflexive discovery. */
final class LocalNamesTest {
    private static final String NAME = "1f4712db-ea17-4bcf-a596-105139dfd8bf.local";

    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualPeer camera = new VirtualPeer(loop, network, "192.168.1.20");
    private final VirtualPeer viewer = new VirtualPeer(loop, network, "192.168.1.30");

    /** The viewer knows the camera's addresses, the camera only a name. */
    private void begin(IceRole ours) {
        camera.run(camera.agent::gather);
        viewer.run(viewer.agent::gather);
        camera.parametersTo(viewer);
        viewer.parametersTo(camera);
        VirtualPeer.tell(
                camera,
                List.of(new IceCandidate(
                        "candidate:1 1 udp 2113937151 " + NAME + " 54321 typ host generation 0", "0", 0, null)));
        camera.run(() -> camera.agent.start(ours));
        viewer.run(() -> viewer.agent.start(ours == IceRole.CONTROLLING ? IceRole.CONTROLLED : IceRole.CONTROLLING));
        camera.trickleTo(viewer);
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void name_onALan_isFoundByThePeersChecksWithoutDelay(IceRole ours) {
        begin(ours);
        // No end of candidates has come, as from browsers while they wait for a server that does not answer.
        loop.advance(Duration.ofMillis(60));
        assertThat(camera.isNominated()).as("%s", camera.agent.report()).isTrue();
        assertThat(camera.agent.selectedPair().orElseThrow().remote()).contains("192.168.1.30 4545 typ prflx");
        assertThat(camera.agent.report().diagnosis())
                .startsWith("connected, host 192.168.1.20:4545 to prflx 192.168.1.30:4545")
                .contains(NAME)
                .contains("its own checks show them");
    }

    @Test
    void name_viewerIsNotHeard_theReportNamesItAsTheCause() {
        network.block((from, to) -> true);
        begin(IceRole.CONTROLLING);
        loop.advance(Duration.ofSeconds(31));
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.FAILED);
        assertThat(camera.agent.diagnosis())
                .startsWith("there was nobody to check")
                .contains(NAME)
                .contains("nothing of the viewer arrives here")
                .contains("no TURN server was configured");
    }

    @Test
    void names_byTheThousand_areCountedAndNotKept() {
        begin(IceRole.CONTROLLING);
        for (int i = 0; i < 10_000; i++) {
            VirtualPeer.tell(
                    camera, List.of(new IceCandidate("candidate:1 1 udp 1 x" + i + ".local 1 typ host", "0", 0, null)));
        }
        loop.advance(Duration.ofMillis(60));
        assertThat(camera.isNominated()).isTrue();
        assertThat(camera.agent.report().diagnosis()).contains("10001 of its candidates");
    }
}
