// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.Authorizer;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.junit.jupiter.api.Test;

/** Who may not, what makes no sense, and who stays silent. */
class SignalingLimitsTest {
    private final FakeHouse house = new FakeHouse();

    @Test
    void authorizer_refuses_withItsStatusAndNamesTheRoom() {
        var house = new FakeHouse(new Gate(GateSettings.defaults()));
        house.gate.setAuthorizer(request -> switch (request.scope()) {
            case DEVICE -> new AccessDecision.Granted("cam", "secret-room");
            default -> new AccessDecision.Denied(403, "not for you");
        });
        var device = new FakeLink(house, "access_token=abc");
        var answer = device.answer(device.call("register", "{\"name\":\"demo\"}"));
        assertThat(answer.at("/result/id").asText()).isEqualTo("secret-room");
        var viewer = house.viewer();
        var call = viewer.call("connect", "{\"peer\":\"secret-room\",\"authorization\":\"\"}");
        assertThat(viewer.answer(call).at("/error/code").asInt()).isEqualTo(403);
        assertThat(device.inbox).isEmpty();
    }

    @Test
    void tokensAreAsked_nobodyReadsThem_theDoorStaysShut() {
        var guarded = new FakeHouse(new Gate(GateSettings.defaults()));
        Authorizer authorizer = request -> new AccessDecision.Granted("", "");
        assertThat(registering(guarded).at("/error/code").asInt())
                .as("before it comes")
                .isEqualTo(503);
        guarded.gate.setAuthorizer(authorizer);
        assertThat(registering(guarded).at("/result/id").asText()).isEqualTo("demo");
        guarded.gate.unsetAuthorizer(authorizer);
        assertThat(registering(guarded).at("/error/code").asInt())
                .as("after it went")
                .isEqualTo(503);
    }

    private static JsonNode registering(FakeHouse at) {
        var device = new FakeLink(at, FakeHouse.ONE);
        return device.answer(device.call("register", "{\"name\":\"demo\"}"));
    }

    @Test
    void badInput_isAnsweredClearly() {
        var link = new FakeLink(house, "");
        assertThat(link.answer(link.call("connect", "{}")).at("/error/code").asInt())
                .isEqualTo(404);
        var named = link.answer(link.call("register", "{\"name\":\"../etc\"}"));
        assertThat(named.at("/error/code").asInt()).isEqualTo(400);
        link.answer(link.call("register", "{}"));
        assertThat(link.answer(link.call("dance", "{}")).at("/error/code").asInt())
                .isEqualTo(-32601);
        assertThat(link.answer(link.call("connect", "{}")).at("/error/code").asInt())
                .isEqualTo(-32602);
        assertThat(link.answer(link.call("register", "{}")).at("/error/code").asInt())
                .isEqualTo(400);
        link.say("{nonsense");
        assertThat(link.toldError().get("code").asInt()).isEqualTo(-32700);
    }

    @Test
    void connect_fromRoomToRoom_hearsOfTheLastSixteen() {
        var viewer = house.viewer();
        for (int i = 0; i < 17; i++) {
            assertThat(code(viewer, "room" + i)).isEqualTo(480);
        }
        for (var room : List.of("room0", "room1", "room16")) {
            var device = new FakeLink(house, FakeHouse.ONE);
            device.call("register", "{\"name\":\"" + room + "\"}");
        }
        assertThat(viewer.inbox).extracting(m -> m.at("/params/peer").asText()).containsExactly("room1", "room16");
    }

    @Test
    void connect_seventeenthSession_isRefused() {
        var viewer = house.viewer();
        for (int i = 0; i < 16; i++) {
            var device = new FakeLink(house, FakeHouse.ONE);
            device.call("register", "{\"name\":\"room" + i + "\"}");
            viewer.call("connect", "{\"peer\":\"room" + i + "\",\"authorization\":\"\"}");
        }
        assertThat(code(viewer, "room16")).isEqualTo(1001);
    }

    private static int code(FakeLink viewer, String room) {
        var call = viewer.call("connect", "{\"peer\":\"" + room + "\",\"authorization\":\"\"}");
        return viewer.answer(call).at("/error/code").asInt();
    }

    @Test
    void randomMessages_harmNobody() {
        var random = new Random(7);
        var device = house.device(FakeHouse.ONE);
        var link = house.viewer();
        var session = FakeHouse.meet(link, device);
        var methods = List.of("register", "connect", "invite", "trickle", "extend", "unregister", "error", "x");
        var values = List.of("1", "\"demo\"", "{}", "[]", "null", "\"" + session + "\"", "{\"candidate\":5}", "true");
        for (int i = 0; i < 20_000; i++) {
            var text = "{\"jsonrpc\":\"2.0\",\"id\":" + values.get(random.nextInt(values.size())) + ",\"method\":\""
                    + methods.get(random.nextInt(methods.size())) + "\",\"params\":{\"session\":"
                    + values.get(random.nextInt(values.size())) + ",\"peer\":"
                    + values.get(random.nextInt(values.size())) + ",\"name\":\"r" + random.nextInt(3)
                    + "\",\"authorization\":\"\",\"candidate\":" + values.get(random.nextInt(values.size())) + "}}";
            link.say(random.nextInt(4) == 0 ? text.substring(random.nextInt(text.length())) : text);
        }
        device.inbox.clear();
        FakeHouse.meet(house.viewer(), device);
    }

    @Test
    void tick_pingsEndsTheSilentAndTheUnregistered() {
        var device = house.device(FakeHouse.ONE);
        var mute = new FakeLink(house, "");
        house.now += Duration.ofSeconds(31).toNanos();
        house.server.tick();
        assertThat(device.pings).isEqualTo(1);
        assertThat(mute.closeStatus).isEqualTo(1008);
        house.now += Duration.ofSeconds(70).toNanos();
        house.server.tick();
        assertThat(device.open).isFalse();
        assertThat(house.server.participants()).isZero();
        house.device(FakeHouse.ONE);
    }
}
