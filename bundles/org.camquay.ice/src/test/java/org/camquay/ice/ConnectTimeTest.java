// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNat;
import org.camquay.testkit.net.VirtualNat.Kind;
import org.camquay.testkit.net.VirtualNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From {@code connect} to the first packet that arrives, in virtual time: exact, whatever the machine
 * does. Signaling passes the place of the servers, as the rendezvous is often there; so it is two hops from camera to
 * viewer, and a round trip is four.
 */
final class ConnectTimeTest {
    private static final String SERVER = "203.0.113.9";
    private static final List<IceServer> SERVERS = NatTraversalTest.SERVERS;

    /** Camera and viewer, each behind a router, who have not met yet. */
    private static final class World {
        final FakeEventLoop loop = new FakeEventLoop();
        final VirtualNetwork network = new VirtualNetwork(loop, 1);
        final VirtualTurnServer server = new VirtualTurnServer(network, SERVER);
        final Duration hop;
        final VirtualPeer camera;
        final VirtualPeer viewer;
        private final List<IceCandidate> toldViewer = new ArrayList<>();
        private final List<IceCandidate> toldCamera = new ArrayList<>();
        /** Sends nothing over a pair that is not nominated. */
        boolean viewerIsPatient;

        World(Duration hop, Kind nat, List<IceServer> servers, int addresses) {
            this.hop = hop;
            network.delay(hop);
            camera = peer(nat, "198.51.100.", "10.0.0.", servers, addresses);
            viewer = peer(nat, "192.0.2.", "10.1.0.", servers, addresses);
        }

        private VirtualPeer peer(Kind nat, String outside, String inside, List<IceServer> servers, int count) {
            var addresses = new String[count];
            for (int i = 0; i < count; i++) {
                addresses[i] = (nat == Kind.OPEN ? outside : inside) + (i + 1);
                network.add(
                        new VirtualNat(nat, VirtualPeer.ip(outside + (i + 1)), List.of(VirtualPeer.ip(addresses[i]))));
            }
            var peer = new VirtualPeer(loop, network, IceTransportPolicy.ALL, servers, addresses);
            peer.links.servers.put(server.address(), server);
            return peer;
        }

        private void later(Runnable task) {
            loop.schedule(task, 2 * hop.toNanos());
        }

        /** Candidates go out as they come. */
        private void trickle(VirtualPeer from, VirtualPeer to, List<IceCandidate> told) {
            var news = List.copyOf(from.heard.candidates.subList(told.size(), from.heard.candidates.size()));
            told.addAll(news);
            if (!news.isEmpty()) {
                later(() -> VirtualPeer.tell(to, news));
            }
        }

        /** Milliseconds to the first packet at the viewer; the camera was told to offer at the beginning. */
        long firstPacket() {
            long begun = loop.nanoTime();
            camera.run(camera.agent::gather);
            later(() -> {
                viewer.agent.setRemoteParameters(camera.agent.localParameters());
                viewer.agent.gather();
                viewer.agent.start(IceRole.CONTROLLED);
                later(() -> {
                    camera.agent.setRemoteParameters(viewer.agent.localParameters());
                    camera.agent.start(IceRole.CONTROLLING);
                });
            });
            runUntil(viewer.heard.packets);
            return Duration.ofNanos(loop.nanoTime() - begun).toMillis();
        }

        /** The same, to the first at the camera; the other way is open already. */
        long firstPacketBack() {
            long begun = loop.nanoTime();
            runUntil(camera.heard.packets);
            return Duration.ofNanos(loop.nanoTime() - begun).toMillis();
        }

        private void runUntil(List<String> packets) {
            for (int i = 0; i < 20_000 && packets.isEmpty(); i++) {
                step();
            }
            assertThat(packets).as("%s", camera.agent.report()).isNotEmpty();
        }

        /** One millisecond in which both sides say what they can. */
        void step() {
            loop.advance(Duration.ofMillis(1));
            trickle(camera, viewer, toldViewer);
            trickle(viewer, camera, toldCamera);
            camera.send("picture");
            if (!viewerIsPatient || viewer.isNominated()) {
                viewer.send("report");
            }
        }

        boolean isRelayed() {
            return camera.agent.selectedPair().orElseThrow().toString().contains("typ relay");
        }
    }

    private static World world(int roundTrip, Kind nat, List<IceServer> servers) {
        return new World(Duration.ofMillis(roundTrip / 4), nat, servers, 1);
    }

    private static long bound(int roundTrip) {
        return 300 + 2L * roundTrip;
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 200})
    void symmetricRouters_turn_picturesComeInTimeBeforeAPairIsNominated(int roundTrip) {
        var world = world(roundTrip, Kind.SYMMETRIC, SERVERS);
        assertThat(world.firstPacket())
                .as("14 hops: offer, challenge and allocation of the viewer, its candidate, a check, a picture")
                .isEqualTo(14L * roundTrip / 4)
                .isLessThanOrEqualTo(bound(roundTrip));
        assertThat(world.camera.isNominated()).isFalse();
        assertThat(world.isRelayed()).isTrue();
        assertThat(world.firstPacketBack()).isLessThanOrEqualTo(roundTrip);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 20, 100})
    void symmetricRouters_fourAddressesOnEachSide_picturesComeInTime(int roundTrip) {
        var world = new World(Duration.ofMillis(roundTrip / 4), Kind.SYMMETRIC, SERVERS, 4);
        assertThat(world.firstPacket()).isLessThanOrEqualTo(bound(roundTrip));
        assertThat(world.firstPacketBack()).isLessThanOrEqualTo(roundTrip + 100);
    }

    @Test
    void symmetricRouters_viewerThatWaitsForNomination_isNotKeptWaiting() {
        var world = world(20, Kind.SYMMETRIC, SERVERS);
        world.viewerIsPatient = true;
        world.firstPacket();
        world.runUntil(world.camera.heard.packets);
        assertThat(world.camera.agent.report().selectedAfter()).isLessThanOrEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, true"})
    void directWay_opensLate_isWaitedForAsLongAsPacketsPassMeanwhile(boolean patient, boolean relayed) {
        var world = world(20, Kind.FULL_CONE, SERVERS);
        world.viewerIsPatient = patient;
        world.network.block((from, to) -> !toServer(from) && !toServer(to));
        world.firstPacket();
        for (int i = 0; i < 2000; i++) {
            world.step();
            if (i == 400) {
                world.network.block((from, to) -> false);
            }
        }
        assertThat(world.camera.isNominated()).isTrue();
        assertThat(world.isRelayed()).isEqualTo(relayed);
    }

    private static boolean toServer(InetSocketAddress address) {
        return address.getAddress().equals(VirtualPeer.ip(SERVER));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void lan_picturesComeIn60Millis(int addresses) {
        var world = new World(Duration.ofMillis(1), Kind.OPEN, List.of(), addresses);
        assertThat(world.firstPacket()).isLessThanOrEqualTo(60);
        world = new World(Duration.ofMillis(1), Kind.OPEN, SERVERS, addresses);
        assertThat(world.firstPacket()).as("with servers in the list").isLessThanOrEqualTo(60);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void deadServers_inTheList_costNotAMillisecond(Kind nat) {
        var stun = new IceServer(List.of("stun:203.0.113.66", "stun:203.0.113.67"), "", "");
        var turn = new IceServer(List.of("turn:203.0.113.68", "turn:203.0.113.69?transport=tcp"), "camera", "secret");
        var all = Stream.of(List.of(stun, turn), SERVERS).flatMap(List::stream).toList();
        for (int roundTrip : new int[] {4, 20, 100, 200}) {
            var without = world(roundTrip, nat, SERVERS).firstPacket();
            assertThat(world(roundTrip, nat, all).firstPacket()).isEqualTo(without);
        }
    }
}
