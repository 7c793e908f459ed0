// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.Test;

/** Packets that lie one behind the other, sent over the selected pair at once. */
final class SegmentsTest {
    private static final String SERVER = "203.0.113.9";
    /** Each begins as RTP does. */
    private static final String PACKETS = "\u0080one \u0080two \u0080end";

    private static final int SIZE = 5;

    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualTurnServer server = new VirtualTurnServer(network, SERVER);
    private final VirtualPeer viewer = new VirtualPeer(loop, network, "198.51.100.1");

    private VirtualPeer connected(IceTransportPolicy policy) {
        var turn = new IceServer(List.of("turn:" + SERVER), VirtualTurnServer.USER, VirtualTurnServer.PASSWORD);
        var camera = new VirtualPeer(loop, network, policy, List.of(turn), "192.0.2.1");
        camera.links.servers.put(server.address(), server);
        camera.run(camera.agent::gather);
        loop.advance(Duration.ofMillis(200));
        camera.offerTo(viewer, IceRole.CONTROLLED);
        viewer.offerTo(camera, IceRole.CONTROLLING);
        loop.advance(Duration.ofSeconds(2));
        assertThat(camera.isNominated()).isTrue();
        return camera;
    }

    private static ByteBuffer packets() {
        var bytes = PACKETS.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private int send(VirtualPeer camera, ByteBuffer packets) {
        var sent = new int[1];
        camera.run(() -> sent[0] = camera.agent.sendSegments(packets, SIZE));
        loop.advance(Duration.ofMillis(100));
        return sent[0];
    }

    private void assertAllPass(VirtualPeer camera) {
        var packets = packets();
        assertThat(send(camera, packets)).isEqualTo(3);
        assertThat(packets.hasRemaining()).isFalse();
        assertThat(viewer.heard.packets).endsWith("one ", "two ", "end");
    }

    @Test
    void sendSegments_overADirectPair_goesToTheSocketAtOnce() {
        var camera = connected(IceTransportPolicy.ALL);
        assertAllPass(camera);
        assertThat(camera.ports.segments).isEqualTo(3);
    }

    @Test
    void sendSegments_overARelay_goesOneByOne() {
        var camera = connected(IceTransportPolicy.RELAY);
        int before = server.channelData;
        assertAllPass(camera);
        assertThat(camera.ports.segments).isZero();
        assertThat(server.channelData).isEqualTo(before + 3);
    }

    @Test
    void sendSegments_socketTakesOnlySome_tellsHowMany() {
        var camera = connected(IceTransportPolicy.ALL);
        camera.ports.room = 2;
        var packets = packets();
        assertThat(send(camera, packets)).isEqualTo(2);
        assertThat(packets.hasRemaining()).isFalse();
        assertThat(viewer.heard.packets).endsWith("one ", "two ");
    }

    @Test
    void sendSegments_noPair_sendsNothing() {
        var camera = new VirtualPeer(loop, network, "192.0.2.1");
        var packets = packets();
        assertThat(send(camera, packets)).isZero();
        assertThat(packets.hasRemaining()).isFalse();
        assertThatThrownBy(() -> camera.agent.sendSegments(packets(), 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
