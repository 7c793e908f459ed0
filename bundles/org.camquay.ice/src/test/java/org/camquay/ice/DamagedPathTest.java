// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.camquay.api.ice.IceRole;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What arrives is changed, cut, doubled, old or mere noise, in every state of an agent: it meets its peer all the same. */
final class DamagedPathTest {
    private static final int SEEDS = 40;

    private final FakeEventLoop loop = new FakeEventLoop();

    /** Damages about a third of what passes. */
    private static final class Damage {
        private final Random random;
        private final List<byte[]> seen = new ArrayList<>();

        Damage(long seed) {
            random = new Random(seed);
        }

        List<byte[]> of(byte[] packet) {
            if (seen.size() < 50) {
                seen.add(packet);
            }
            return switch (random.nextInt(18)) {
                case 0 -> List.of(Arrays.copyOf(packet, random.nextInt(packet.length)));
                case 1 -> List.of(flipped(packet));
                case 2 -> List.of(packet, packet);
                case 3 -> List.of(seen.get(random.nextInt(seen.size())), packet);
                case 4 -> List.of(noise(), packet);
                case 5 -> List.of(flipped(packet), packet, flipped(packet));
                default -> List.of(packet);
            };
        }

        private byte[] flipped(byte[] packet) {
            var changed = packet.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return changed;
        }

        private byte[] noise() {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return bytes;
        }
    }

    private void run(VirtualPeer camera, VirtualPeer viewer, Duration time) {
        for (long i = 0; i < time.toMillis(); i += 20) {
            camera.send("to the viewer");
            viewer.send("to the camera");
            loop.advance(Duration.ofMillis(20));
        }
    }

    @ParameterizedTest
    @EnumSource(IceRole.class)
    void agents_damagedPackets_meetRestartAndLeaveNothingBehind(IceRole role) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var network = new VirtualNetwork(loop, seed);
            network.delay(Duration.ofMillis(10));
            var camera = new VirtualPeer(loop, network, "192.0.2.1", "192.0.2.2");
            var viewer = new VirtualPeer(loop, network, "198.51.100.1");
            var damage = new Damage(seed);
            camera.ports.fate = damage::of;
            viewer.ports.fate = damage::of;
            camera.offerTo(viewer, role);
            viewer.offerTo(camera, role == IceRole.CONTROLLING ? IceRole.CONTROLLED : IceRole.CONTROLLING);
            run(camera, viewer, Duration.ofSeconds(5));
            assertMet(seed, camera, viewer);
            camera.run(camera.agent::restart);
            camera.parametersTo(viewer);
            camera.trickleTo(viewer);
            viewer.parametersTo(camera);
            viewer.trickleTo(camera);
            run(camera, viewer, Duration.ofSeconds(25));
            assertMet(seed, camera, viewer);
            camera.run(camera.agent::close);
            viewer.run(viewer.agent::close);
            loop.advance(Duration.ofSeconds(1));
            assertThat(camera.demultiplexer.registrations()).isZero();
            assertThat(viewer.demultiplexer.registrations()).isZero();
            assertThat(loop.pendingTimers()).isZero();
        }
    }

    private static void assertMet(int seed, VirtualPeer camera, VirtualPeer viewer) {
        assertThat(camera.isNominated() && viewer.isNominated())
                .as("seed %d: %s", seed, camera.agent.report())
                .isTrue();
        assertThat(camera.heard.packets).contains("to the camera");
        assertThat(viewer.heard.packets).contains("to the viewer");
        assertThat(camera.agent.pairs()).as("nobody was invented").hasSizeLessThanOrEqualTo(2);
        camera.heard.packets.clear();
        viewer.heard.packets.clear();
    }
}
