// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.camquay.api.ice.IceRole;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose packets may wait for those of others (ADR 17). */
class UrgencyTest {
    private static final byte HANDSHAKE = 22;
    private static final Duration A_WHILE = Duration.ofMillis(100);

    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualPeer camera = new VirtualPeer(loop, network, "192.0.2.1");
    private final VirtualPeer viewer = new VirtualPeer(loop, network, "198.51.100.1");

    @BeforeEach
    void offer() {
        camera.offerTo(viewer, IceRole.CONTROLLED);
    }

    private void connect() {
        viewer.offerTo(camera, IceRole.CONTROLLING);
        loop.advance(Duration.ofMillis(200));
        assertThat(camera.isNominated()).isTrue();
        camera.ports.tolerated.clear();
    }

    @Test
    void check_ofWhoIsNotLetInYet_isUrgent() {
        assertThat(camera.ports.tolerated).isEmpty();
        viewer.offerTo(camera, IceRole.CONTROLLING);
        loop.advance(A_WHILE);
        assertThat(camera.ports.tolerated).contains(0L);
    }

    @Test
    void handshake_isUrgent() {
        connect();
        viewer.run(() -> viewer.agent.send(ByteBuffer.wrap(new byte[] {HANDSHAKE, 1, 2})));
        loop.advance(A_WHILE);
        assertThat(camera.ports.tolerated).containsExactly(0L);
    }

    @Test
    void mediaAndConsent_mayWait() {
        connect();
        viewer.send("report");
        loop.advance(Duration.ofSeconds(20));
        assertThat(camera.heard.packets).containsExactly("report");
        assertThat(camera.isConnected()).isTrue();
        assertThat(camera.ports.tolerated).isEmpty();
    }

    @Test
    void attend_ofConnectedAgent_isItsSockets() {
        connect();
        camera.run(() -> camera.agent.attend(1_000, 8));
        assertThat(camera.ports.tolerated).containsExactly(8L);
    }

    @Test
    void attend_withoutAPath_isNobodys() {
        camera.run(() -> camera.agent.attend(1_000, 8));
        assertThat(camera.ports.tolerated).isEmpty();
    }
}
