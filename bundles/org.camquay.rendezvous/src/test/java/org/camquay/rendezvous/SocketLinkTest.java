// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one connection may make the server hold and do, in virtual time. */
class SocketLinkTest {
    private final FakeDoor door = new FakeDoor();

    @Test
    void pings_unread_holdOnePongAndTheFloodEnds() {
        var flood = door.viewer("192.0.2.1");
        flood.reading = false;
        for (int i = 0; i < 150; i++) {
            assertThat(flood.ping("p" + i)).isTrue();
            assertThat(flood.unread()).isEqualTo(1);
        }
        assertThat(door.tally.of(Limit.PONGS)).isEqualTo(148);
        while (flood.ping("more")) {
            assertThat(flood.unread()).isEqualTo(1);
        }
        assertThat(flood.closeStatus).isEqualTo(1008);
        assertThat(flood.closeReason).contains("pings");
        door.pass(Duration.ofSeconds(3));
        assertThat(flood.disconnected).as("it would not read a farewell").isTrue();
    }

    @Test
    void pings_answered_theLatestOfThoseThatCameMeanwhile() {
        var viewer = door.viewer("192.0.2.1");
        viewer.reading = false;
        viewer.ping("a");
        viewer.ping("b");
        viewer.ping("c");
        viewer.readOne();
        viewer.readOne();
        assertThat(viewer.pongs).containsExactly("a", "c");
    }

    @Test
    void message_unfinished_endsAfterFiveSeconds() {
        var slow = door.open("192.0.2.1", "");
        slow.say("{\"jsonrpc\":", false);
        door.pass(Duration.ofSeconds(4));
        slow.say("\"2.0\",", false);
        assertThat(slow.closeStatus).isZero();
        door.pass(Duration.ofSeconds(3));
        assertThat(slow.closeStatus).isEqualTo(1008);
        assertThat(slow.closeReason).contains("5 s");
        assertThat(door.budgets.held()).isZero();
    }

    @Test
    void message_inManyFragments_isTaken() {
        var viewer = door.open("192.0.2.1", "");
        for (var piece : FakeDoor.call("register", "{}").split("(?<=,)")) {
            viewer.say(piece, false);
            door.pass(Duration.ofMillis(900));
        }
        viewer.say("", true);
        assertThat(viewer.read.get(0)).contains("\"result\"");
        assertThat(door.budgets.held()).isZero();
    }

    @Test
    void message_beforeRegister_isSmall() {
        var stranger = door.open("192.0.2.1", "");
        stranger.say("[".repeat(4000), false);
        stranger.say("[".repeat(4000), false);
        assertThat(door.budgets.held())
                .as("nothing is kept of what is too long")
                .isZero();
        stranger.say("[", true);
        assertThat(stranger.read.get(0)).contains("-32600", "4096", "register");
        assertThat(door.tally.of(Limit.MESSAGE_SIZE)).isEqualTo(1);
        stranger.say(FakeDoor.call("register", "{}"));
        assertThat(stranger.read.get(1)).contains("\"result\"");
    }

    @Test
    void message_tooLong_isReadOnForAWhileOnly() {
        var viewer = door.viewer("192.0.2.1");
        for (int i = 0; i < 130 && viewer.closeStatus == 0; i++) {
            viewer.say("x".repeat(2048), false);
        }
        assertThat(viewer.closeStatus).isEqualTo(1009);
        assertThat(door.budgets.held()).isZero();
    }

    @Test
    void message_tooLong_hasItsFiveSecondsToo() {
        var stranger = door.open("192.0.2.1", "");
        stranger.say("[".repeat(5000), false);
        door.pass(Duration.ofSeconds(7));
        assertThat(stranger.closeStatus).isEqualTo(1008);
    }

    @Test
    void halfMessages_ofManyConnections_areBoundedByAddressAndInAll() {
        var sockets = new ArrayList<FakeSocket>();
        for (int i = 0; i < 600; i++) {
            var socket = door.viewer("192.0.2." + i / 40);
            socket.say("x".repeat(40_000), false);
            socket.say("x".repeat(40_000), false);
            sockets.add(socket);
        }
        assertThat(door.budgets.held()).isLessThanOrEqualTo(FakeDoor.MEMORY / 16);
        assertThat(sockets.stream().filter(s -> s.closeStatus != 0)).hasSizeGreaterThan(400);
        var honest = door.viewer("198.51.100.1");
        assertThat(honest.read).hasSize(1);
        door.pass(Duration.ofSeconds(7));
        assertThat(door.budgets.held()).isZero();
    }

    @Test
    void answers_unread_stopTheReadingAndEndTheConnection() {
        var echo = door.viewer("192.0.2.1");
        echo.reading = false;
        int taken = 0;
        while (echo.say(FakeDoor.call("dance", "{\"x\":\"" + "y".repeat(2000) + "\"}"))) {
            taken++;
        }
        assertThat(echo.closeStatus).isZero();
        assertThat(taken).isLessThan(150);
        assertThat(door.budgets.held()).isLessThan(20_000);
        door.pass(Duration.ofSeconds(32));
        assertThat(echo.disconnected).isTrue();
        assertThat(door.tally.of(Limit.UNREAD)).isEqualTo(1);
        assertThat(door.budgets.held()).isZero();
    }

    @Test
    void answers_readLate_goOnInOrder() {
        var viewer = door.viewer("192.0.2.1");
        viewer.reading = false;
        int taken = 0;
        while (viewer.say(FakeDoor.call("dance", "{}"))) {
            taken++;
        }
        while (viewer.readOne()) {
            assertThat(viewer.closeStatus).isZero();
        }
        assertThat(viewer.read).hasSize(1 + taken);
        assertThat(viewer.say(FakeDoor.call("dance", "{}"))).isTrue();
    }

    @Test
    void trickles_toASlowDevice_areOnTheViewersAccount() {
        var device = door.device("demo");
        var flood = door.viewer("192.0.2.1");
        var session = door.meet(flood, device, "demo");
        var honest = door.viewer("192.0.2.2");
        var other = door.meet(honest, device, "demo");
        device.reading = false;
        int taken = 0;
        while (flood.say(FakeDoor.trickle(session, "f".repeat(500)))) {
            taken++;
        }
        assertThat(taken).isBetween(10, 60);
        assertThat(device.closeStatus).isZero();
        assertThat(honest.say(FakeDoor.trickle(other, "honest"))).isTrue();
        device.readOne();
        device.readOne();
        assertThat(device.read.get(device.read.size() - 1))
                .as("who had least goes first")
                .contains("honest");
        device.reading = true;
        device.readOne();
        assertThat(device.read).hasSizeGreaterThan(taken);
        assertThat(device.closeStatus).isZero();
        assertThat(door.budgets.held()).isZero();
    }

    /** All at home, in one network: what the camera itself has sent is not held against its neighbors. */
    @Test
    void trickles_ofNeighborsOfTheDevice_goBeforeAFlood() {
        var device = door.device("demo");
        var flood = door.viewer("192.0.2.1");
        var session = door.meet(flood, device, "demo");
        var neighbor = door.viewer("10.0.0.1");
        var other = door.meet(neighbor, device, "demo");
        device.say(FakeDoor.call("invite", "{\"session\":\"" + other + "\",\"offer\":\"" + "v".repeat(60_000) + "\"}"));
        for (int i = 0; i < 50; i++) {
            neighbor.say(FakeDoor.call("dance", "{}"));
        }
        device.reading = false;
        while (flood.say(FakeDoor.trickle(session, "f".repeat(500)))) {
            assertThat(device.closeStatus).isZero();
        }
        neighbor.say(FakeDoor.trickle(other, "neighbor"));
        device.readOne();
        device.readOne();
        assertThat(device.read.get(device.read.size() - 1)).contains("neighbor");
    }

    @Test
    void messages_toASlowViewer_stopNeitherTheDeviceNorOthers() {
        var device = door.device("demo");
        var slow = door.viewer("192.0.2.1");
        var session = door.meet(slow, device, "demo");
        var honest = door.viewer("192.0.2.2");
        var other = door.meet(honest, device, "demo");
        slow.reading = false;
        for (int i = 0; i < 8; i++) {
            var params = "{\"session\":\"" + session + "\",\"offer\":\"" + "v".repeat(60_000) + "\"}";
            assertThat(device.say(FakeDoor.call("invite", params))).isTrue();
        }
        assertThat(device.read.get(device.read.size() - 1)).contains("1001");
        assertThat(device.say(FakeDoor.trickle(other, "honest"))).isTrue();
        assertThat(honest.read.get(honest.read.size() - 1)).contains("honest");
        assertThat(device.closeStatus).isZero();
        assertThat(door.budgets.held()).isLessThan(200_000);
    }

    @Test
    void address_tooLoud_isReadLaterAndOthersAreNot() {
        var loud = new ArrayList<FakeSocket>();
        for (int i = 0; i < 20; i++) {
            loud.add(door.viewer("192.0.2.1"));
        }
        for (int round = 0; round < 190; round++) {
            loud.forEach(socket -> socket.say("{}"));
        }
        assertThat(door.tally.of(Limit.ADDRESS_RATE)).isPositive();
        assertThat(loud.get(0).demands).isZero();
        assertThat(door.viewer("192.0.2.2").read).hasSize(1);
        door.pass(Duration.ofSeconds(10));
        assertThat(loud).allMatch(socket -> socket.demands == 1 && socket.closeStatus == 0);
    }

    @Test
    void room_fullOfOneCrowd_hasPlaceForNewcomersButNotAtTheCostOfThosePlaying() {
        var small = new FakeDoor(
                new Settings(List.of(), 1000, 64, 10, 50, Duration.ofSeconds(30), Duration.ofSeconds(90), 0));
        var device = small.device("demo");
        var old = small.viewer("192.0.2.1");
        var playing = small.meet(old, device, "demo");
        small.pass(Duration.ofSeconds(20));
        var crowd = small.viewer("192.0.2.1");
        var first = small.meet(crowd, device, "demo");
        for (int i = 0; i < 8; i++) {
            small.meet(crowd, device, "demo");
        }
        assertThat(crowd.say(FakeDoor.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}")))
                .isTrue();
        assertThat(crowd.read.get(crowd.read.size() - 1)).contains("1001", "full");
        var honest = small.viewer("192.0.2.2");
        var session = small.meet(honest, device, "demo");
        assertThat(honest.read.get(honest.read.size() - 1)).contains(session);
        assertThat(crowd.read.get(crowd.read.size() - 1)).contains("1001", first);
        assertThat(old.read.get(old.read.size() - 1)).contains(playing).doesNotContain("1001");
        small.pass(Duration.ofSeconds(20));
        var late = small.viewer("192.0.2.3");
        late.say(FakeDoor.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}"));
        assertThat(late.read.get(late.read.size() - 1)).contains("1001", "full");
    }

    @Test
    void subject_ofManyAddresses_hasOneShare() {
        var held = new ArrayList<Account>();
        for (int i = 0; i < 20; i++) {
            var account = door.budgets.open("192.0.2." + i, "test", () -> {}, () -> {});
            account.identify("somebody");
            held.add(account);
        }
        var share = FakeDoor.MEMORY / 16 / 8;
        assertThat(held.get(0).take(share / 2)).isTrue();
        assertThat(held.get(1).take(share / 2)).isTrue();
        assertThat(held.get(2).take(1000)).isFalse();
        held.get(0).give(share / 2);
        assertThat(held.get(2).take(1000)).isTrue();
        held.get(1).give(share / 2);
        held.get(2).give(1000);
        held.forEach(Account::close);
        assertThat(door.budgets.shares()).isZero();
    }
}
