// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceRole;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A viewer cannot have checks sent where no viewer is. */
class CheckTargetsTest {
    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);

    private VirtualPeer begun(String... addresses) {
        var camera = new VirtualPeer(loop, network, addresses);
        var viewer = new VirtualPeer(loop, network, "198.51.100.7");
        viewer.parametersTo(camera);
        camera.run(camera.agent::gather);
        camera.run(() -> camera.agent.start(IceRole.CONTROLLED));
        return camera;
    }

    private static IceCandidate named(String text) {
        return new IceCandidate("candidate:1 1 " + text, null, null, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "udp 5 127.0.0.1 53 typ host",
                "udp 5 127.1.2.3 4545 typ srflx",
                "udp 5 ::1 4545 typ host",
                "udp 5 ::ffff:127.0.0.1 4545 typ host",
                "udp 5 ::127.0.0.1 4545 typ host",
                "udp 5 64:ff9b::7f00:1 4545 typ host",
                "udp 5 2002:7f00:1:: 4545 typ host",
                "udp 5 169.254.169.254 80 typ host",
                "udp 5 fe80::1 4545 typ host",
                "udp 5 0.0.0.0 4545 typ host",
                "udp 5 0.1.2.3 4545 typ relay",
                "udp 5 224.0.0.251 5353 typ host",
                "udp 5 ff02::fb 5353 typ host",
                "udp 5 255.255.255.255 9 typ host",
                "udp 5 240.0.0.1 9 typ prflx",
                "tcp 5 203.0.113.9 25 typ host tcptype passive",
                "tcp 5 203.0.113.9 1023 typ srflx tcptype passive"
            })
    void remoteCandidate_whereNoViewerIs_isNotChecked(String candidate) {
        var camera = begun("192.0.2.1", "2001:db8::1");
        VirtualPeer.tell(camera, List.of(named(candidate)));
        loop.advance(Duration.ofSeconds(2));
        assertThat(camera.agent.pairs()).isEmpty();
        assertThat(network.sent()).isZero();
        assertThat(camera.agent.diagnosis()).doesNotContain("is no");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "udp 5 203.0.113.9 53 typ host",
                "udp 5 10.0.0.7 4545 typ host",
                "udp 5 100.64.0.1 4545 typ srflx",
                "udp 5 2001:db8::9 4545 typ host",
                "udp 5 fd00::9 4545 typ host"
            })
    void remoteCandidate_whereAViewerMayBe_isChecked(String candidate) {
        var camera = begun("192.0.2.1", "2001:db8::1");
        VirtualPeer.tell(camera, List.of(named(candidate)));
        assertThat(camera.agent.pairs()).isNotEmpty();
    }

    @Test
    void remoteCandidate_onLoopback_isCheckedIfMediaIsBoundThere() {
        var camera = begun("127.0.0.1");
        VirtualPeer.tell(camera, List.of(named("udp 5 127.0.0.1 5000 typ host")));
        assertThat(camera.agent.pairs()).hasSize(1);
    }

    @Test
    void permit_ofOwnAddress_isForRelaysOnly() throws Exception {
        var own = VirtualPeer.ip("192.0.2.1");
        var targets = new CheckTargets(own::equals);
        var camera = begun("192.0.2.1");
        var base = camera.sockets.transports().get(0);
        var remote = Candidate.usable(CandidateAttribute.parse("candidate:1 1 udp 5 192.0.2.1 53 typ relay"))
                .orElseThrow();
        assertThat(targets.isPlace(remote, List.of(base))).isTrue();
        assertThat(targets.permit(base, remote)).isFalse();
        assertThat(CheckTargets.ELSEWHERE.permit(base, remote)).isTrue();
    }

    @Test
    void check_ofThePeerFromLoopback_isAnsweredAndCheckedInTurn() {
        var camera = new VirtualPeer(loop, network, "192.0.2.1");
        var viewer = new VirtualPeer(loop, network, "127.0.0.1");
        camera.offerTo(viewer, IceRole.CONTROLLING);
        viewer.run(viewer.agent::gather);
        viewer.parametersTo(camera);
        camera.run(() -> camera.agent.start(IceRole.CONTROLLED));
        loop.advance(Duration.ofSeconds(2));
        assertThat(camera.isConnected()).isTrue();
        assertThat(camera.agent.selectedPair().orElseThrow().remote()).contains("127.0.0.1 4545 typ prflx");
        assertThat(camera.agent.isHeard()).isTrue();
    }

    @Test
    void remoteCandidate_longerThan512_isRefused() {
        var camera = begun("192.0.2.1");
        var longest = "candidate:1 1 udp 5 203.0.113.9 4545 typ host".length();
        for (int length : List.of(512, 513, 100_000)) {
            var text = "candidate:1 1 udp 5 203.0.113.9 4545 typ host" + " ".repeat(length - longest - 1) + "x";
            if (length > 512) {
                assertThatThrownBy(() -> camera.agent.addRemoteCandidate(new IceCandidate(text, null, null, null)))
                        .isInstanceOf(IceException.class)
                        .hasMessageContaining("longer than 512");
            } else {
                VirtualPeer.tell(camera, List.of(new IceCandidate(text, null, null, null)));
            }
        }
        assertThat(camera.agent.pairs()).hasSize(1);
    }

    @Test
    void remoteCandidates_discoveredBeyondTheNamedOnes_arePaired() {
        var camera = new VirtualPeer(loop, network, "192.0.2.1");
        var viewer = new VirtualPeer(loop, network, "198.51.100.7");
        camera.offerTo(viewer, IceRole.CONTROLLING);
        viewer.run(viewer.agent::gather);
        viewer.parametersTo(camera);
        camera.run(() -> camera.agent.start(IceRole.CONTROLLED));
        for (int i = 0; i < 40; i++) {
            VirtualPeer.tell(camera, List.of(named("udp 5 203.0.113." + i + " 4545 typ host")));
        }
        loop.advance(Duration.ofSeconds(2));
        assertThat(camera.isConnected()).isTrue();
    }
}
