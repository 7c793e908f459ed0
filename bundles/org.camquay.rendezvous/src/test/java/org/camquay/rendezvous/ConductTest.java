// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long the parts of messages may be, and how often they may come. */
class ConductTest {
    private final FakeHouse house = new FakeHouse();

    private int connect(FakeLink viewer, String peer) {
        var call = viewer.call("connect", "{\"peer\":\"" + peer + "\",\"authorization\":\"\"}");
        return viewer.answer(call).at("/error/code").asInt();
    }

    @Test
    void fields_tooLong_areRefusedByName() {
        var link = new FakeLink(house, "");
        var named = link.call("register", "{\"name\":\"" + "n".repeat(65) + "\"}");
        assertThat(link.answer(named).at("/error/message").asText()).contains("\"name\"", "64");
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        assertThat(connect(viewer, "p".repeat(65))).isEqualTo(-32602);

        viewer.notify(
                "trickle",
                "{\"session\":\"" + session + "\",\"candidate\":{\"candidate\":\"" + "c".repeat(513) + "\"}}");
        assertThat(viewer.toldError().get("message").asText()).contains("\"candidate\"", "512");
        assertThat(device.inbox).isEmpty();
        viewer.notify(
                "trickle",
                "{\"session\":\"" + session + "\",\"candidate\":{\"candidate\":\"" + "c".repeat(512) + "\"}}");
        device.called("trickle");
        assertThat(house.tally.of(Limit.FIELD_SIZE)).isEqualTo(3);
    }

    @Test
    void descriptions_haveTheirSize() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = "{\"session\":\"" + FakeHouse.meet(viewer, device) + "\",";
        var tooLong = device.call("invite", session + "\"offer\":\"" + "v".repeat(65537) + "\"}");
        assertThat(device.answer(tooLong).at("/error/message").asText()).contains("\"offer\"", "65536");
        var invite = device.call("invite", session + "\"offer\":\"" + "v".repeat(65536) + "\"}");
        var relayed = viewer.called("invite").get("id");
        viewer.say(
                "{\"jsonrpc\":\"2.0\",\"id\":" + relayed + ",\"result\":{\"answer\":\"" + "v".repeat(65537) + "\"}}");
        assertThat(device.answer(invite).at("/error/code").asInt()).isEqualTo(400);
        var padded = viewer.call("dance", "{\"x\":\"" + "y".repeat(5000) + "\"}");
        assertThat(viewer.answer(padded).at("/error/message").asText()).contains("4096");
    }

    @Test
    void id_tooLong_isNotEchoed() {
        var viewer = house.viewer();
        viewer.say("{\"jsonrpc\":\"2.0\",\"id\":\"" + "i".repeat(65) + "\",\"method\":\"dance\",\"params\":{}}");
        assertThat(viewer.inbox.get(0).toString()).doesNotContain("iii").contains("id");
    }

    @Test
    void candidates_tooMany_areDroppedAndSaidOnce() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        for (int i = 0; i < 200; i++) {
            viewer.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{\"candidate\":\"c\"}}");
        }
        assertThat(device.inbox).hasSize(40);
        assertThat(viewer.toldError().get("code").asInt()).isEqualTo(1003);
        assertThat(viewer.inbox).isEmpty();
        assertThat(house.tally.of(Limit.CANDIDATES)).isEqualTo(160);
        house.now += Duration.ofSeconds(10).toNanos();
        device.inbox.clear();
        viewer.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{\"candidate\":\"after a restart\"}}");
        device.called("trickle");
    }

    @Test
    void remarks_aboutASession_areAsRareAsCandidates() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        for (int i = 0; i < 200; i++) {
            viewer.say("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1003,\"message\":\"?\",\"session\":\"" + session
                    + "\"}}");
        }
        assertThat(device.inbox).hasSize(40);
    }

    @Test
    void restarts_connectsAndExtensions_areRare() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = "{\"session\":\"" + FakeHouse.meet(viewer, device) + "\"}";
        for (int i = 0; i < 1500; i++) {
            viewer.notify("vnd.camquay.restart", session);
        }
        assertThat(device.inbox).hasSize(3);
        device.inbox.clear();
        for (int i = 0; i < 100; i++) {
            viewer.call("extend", session);
        }
        assertThat(device.inbox).hasSize(20);
        var stranger = house.viewer();
        for (int i = 0; i < 20; i++) {
            assertThat(connect(stranger, "away")).isEqualTo(480);
        }
        assertThat(connect(stranger, "away")).isEqualTo(1001);
        house.now += Duration.ofSeconds(2).toNanos();
        assertThat(connect(stranger, "away")).isEqualTo(480);
    }

    @Test
    void viewer_withoutASession_endsAfterAMinuteUnlessItWaitsForACamera() {
        var idle = house.viewer();
        var waiting = house.viewer();
        assertThat(connect(waiting, "away")).isEqualTo(480);
        assertThat(waiting.standing).isEqualTo(Standing.WAITING);
        for (int i = 0; i < 65; i++) {
            house.now += Duration.ofSeconds(1).toNanos();
            idle.heard = house.now;
            waiting.heard = house.now;
            house.server.tick();
        }
        assertThat(idle.limits).containsExactly(Limit.IDLE_VIEWERS);
        assertThat(idle.closeStatus).isEqualTo(1008);
        assertThat(waiting.open).isTrue();
    }

    @Test
    void reader_withoutRoom_endsTheSenderAndNotTheReader() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        device.full = true;
        viewer.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{\"candidate\":\"c\"}}");
        assertThat(viewer.limits).containsExactly(Limit.UNSENT);
        assertThat(device.open).isTrue();
    }

    @Test
    void reader_withoutRoom_aDeviceHearsSoAndGoesOn() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        viewer.full = true;
        var invite = device.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=0\"}");
        assertThat(device.answer(invite).at("/error/code").asInt()).isEqualTo(1001);
        assertThat(device.open).isTrue();
        assertThat(viewer.open).isTrue();
    }
}
