// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNat;
import org.camquay.testkit.net.VirtualNat.Kind;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two agents behind routers of all kinds, a STUN and TURN server between them. */
final class NatTraversalTest {
    private static final String SERVER = "203.0.113.9";
    static final List<IceServer> SERVERS = List.of(
            new IceServer(List.of("stun:" + SERVER), "", ""),
            new IceServer(
                    List.of("turn:" + SERVER, "turn:" + SERVER + "?transport=tcp"),
                    VirtualTurnServer.USER,
                    VirtualTurnServer.PASSWORD));

    /** One world: camera and viewer, each behind a router. */
    private static final class World {
        final FakeEventLoop loop = new FakeEventLoop();
        final VirtualNetwork network;
        final VirtualTurnServer server;
        final VirtualPeer camera;
        final VirtualPeer viewer;

        World(long seed, Kind cameraNat, Kind viewerNat) {
            network = new VirtualNetwork(loop, seed);
            server = new VirtualTurnServer(network, SERVER);
            camera = peer(cameraNat, "198.51.100.1", cameraNat == Kind.OPEN ? "198.51.100.1" : "10.0.0.2");
            viewer = peer(viewerNat, "192.0.2.1", viewerNat == Kind.OPEN ? "192.0.2.1" : "10.1.0.2");
        }

        private VirtualPeer peer(Kind nat, String outside, String inside) {
            network.add(new VirtualNat(nat, VirtualPeer.ip(outside), List.of(VirtualPeer.ip(inside))));
            var peer = new VirtualPeer(loop, network, IceTransportPolicy.ALL, SERVERS, inside);
            peer.links.servers.put(server.address(), server);
            return peer;
        }

        /** The camera offers, as over ONVIF; candidates are trickled as they come. */
        void connect(Duration limit) {
            camera.run(camera.agent::gather);
            camera.parametersTo(viewer);
            viewer.run(viewer.agent::gather);
            viewer.run(() -> viewer.agent.start(IceRole.CONTROLLED));
            viewer.parametersTo(camera);
            camera.run(() -> camera.agent.start(IceRole.CONTROLLING));
            long end = loop.nanoTime() + limit.toNanos();
            while (loop.nanoTime() < end && !(camera.isNominated() && viewer.isNominated())) {
                loop.advance(Duration.ofMillis(5));
                camera.trickle(viewer);
                viewer.trickle(camera);
            }
        }

        boolean isRelayed() {
            var pair = camera.agent.selectedPair().orElseThrow();
            return pair.local().contains("typ relay") || pair.remote().contains("typ relay");
        }

        /** Whether the address the far side sees leads to a relay, whatever its kind was called. */
        boolean usesServer() {
            var pair = camera.agent.selectedPair().orElseThrow();
            return pair.local().contains(SERVER) || pair.remote().contains(SERVER);
        }

        void assertPacketsPass(String text) {
            for (int i = 0;
                    i < 40 && !(camera.heard.packets.contains(text) && viewer.heard.packets.contains(text));
                    i++) {
                camera.send(text);
                viewer.send(text);
                loop.advance(Duration.ofMillis(200));
            }
            assertThat(viewer.heard.packets).contains(text);
            assertThat(camera.heard.packets).contains(text);
        }

        void close() {
            camera.run(camera.agent::close);
            viewer.run(viewer.agent::close);
            loop.advance(Duration.ofSeconds(10));
        }
    }

    private static boolean directExists(Kind a, Kind b) {
        if (a == Kind.UDP_BLOCKED || b == Kind.UDP_BLOCKED) {
            return false;
        }
        boolean symmetric = a == Kind.SYMMETRIC || b == Kind.SYMMETRIC;
        boolean strict = (a == Kind.SYMMETRIC || a == Kind.PORT_RESTRICTED)
                && (b == Kind.SYMMETRIC || b == Kind.PORT_RESTRICTED);
        return !(symmetric && strict);
    }

    static Stream<Arguments> combinations() {
        var all = new ArrayList<Arguments>();
        for (var camera : Kind.values()) {
            for (var viewer : Kind.values()) {
                all.add(Arguments.of(camera, viewer));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void agents_behindRouters_meetDirectlyWherePossible(Kind camera, Kind viewer) {
        for (int seed = 0; seed < 20; seed++) {
            var world = new World(seed, camera, viewer);
            world.network.delay(Duration.ofMillis(1 + seed * 3));
            world.connect(Duration.ofSeconds(20));
            var camDiag = world.camera.agent.report();
            assertThat(world.camera.isNominated() && world.viewer.isNominated())
                    .as("%s", camDiag)
                    .isTrue();
            assertThat(world.usesServer())
                    .as("relayed in seed %d: %s", seed, camDiag)
                    .isEqualTo(!directExists(camera, viewer));
            world.assertPacketsPass("hello");
            world.close();
            assertThat(world.server.allocations()).as("allocations left").isZero();
            assertThat(world.camera.demultiplexer.registrations()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void agents_lossAndDelay_meetAllTheSame(Kind camera, Kind viewer) {
        var random = new Random(7);
        for (int seed = 0; seed < Integer.getInteger("camquay.tests.nat.seeds", 30); seed++) {
            var world = new World(seed, camera, viewer);
            world.network.delay(Duration.ofMillis(1 + random.nextInt(80)));
            world.network.loss(random.nextDouble() * 0.2);
            world.connect(Duration.ofSeconds(30));
            assertThat(world.camera.isNominated() && world.viewer.isNominated())
                    .as("seed %d: %s", seed, world.camera.agent.report())
                    .isTrue();
            world.assertPacketsPass("hello");
            world.close();
        }
    }
}
