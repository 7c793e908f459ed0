// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.camquay.api.access.AccessDecision;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.junit.jupiter.api.Test;

/** Who gets a room whose camera is away, or seems to be there. The clock is the test's. */
class KeptRoomTest {
    private static final String DEMO = "{\"name\":\"demo\"}";

    private FakeHouse house = new FakeHouse();

    private FakeLink comer(String query) {
        return new FakeLink(house, query);
    }

    private JsonNode register(FakeLink link) {
        return link.answer(link.call("register", DEMO));
    }

    private int refusal(FakeLink link) {
        return register(link).at("/error/code").asInt();
    }

    private void pass(Duration time) {
        house.now += time.toNanos();
        house.server.tick();
    }

    @Test
    void room_cameraWithIdentityLost_isKeptForTwoMinutes() {
        house.device(FakeHouse.ONE).hangUp();
        var answer = register(comer(FakeHouse.OTHER));
        assertThat(answer.at("/error/code").asInt()).isEqualTo(409);
        assertThat(answer.at("/error/message").asText())
                .contains("demo", "kept")
                .doesNotContain("1111");
        assertThat(refusal(comer(""))).isEqualTo(409);
        pass(Duration.ofSeconds(119));
        assertThat(refusal(comer(FakeHouse.OTHER))).isEqualTo(409);
        pass(Duration.ofSeconds(1));
        house.device(FakeHouse.OTHER);
    }

    @Test
    void room_cameraComesBackWhileItIsKept_hasItAtOnceAndViewersSeeBoth() {
        var viewer = house.viewer();
        var first = house.device(FakeHouse.ONE);
        var session = FakeHouse.meet(viewer, first);
        first.hangUp();
        assertThat(viewer.called("vnd.camquay.presence").at("/params/online").asBoolean())
                .isFalse();
        assertThat(viewer.toldError().get("code").asInt()).isEqualTo(1002);
        pass(Duration.ofSeconds(60));
        var again = house.device(FakeHouse.ONE);
        assertThat(viewer.called("vnd.camquay.presence").at("/params/online").asBoolean())
                .isTrue();
        sessionGoesOn(viewer, again, session);
    }

    private static void sessionGoesOn(FakeLink viewer, FakeLink device, String session) {
        var of = "{\"session\":\"" + session + "\"";
        viewer.notify("trickle", of + ",\"candidate\":{\"candidate\":\"a\"}}");
        device.called("trickle");
        device.notify("trickle", of + ",\"candidate\":{\"candidate\":\"b\"}}");
        viewer.called("trickle");
        viewer.notify("vnd.camquay.restart", of + "}");
        device.called("vnd.camquay.restart");
        viewer.answer(viewer.call("extend", of + "}")).get("result");
        device.called("extend");
        var invite = device.call("invite", of + ",\"offer\":\"v=2\"}");
        var relayed = viewer.called("invite");
        viewer.say("{\"jsonrpc\":\"2.0\",\"id\":" + relayed.get("id") + ",\"result\":{\"answer\":\"v=3\"}}");
        assertThat(device.answer(invite).at("/result/answer").asText()).isEqualTo("v=3");
    }

    @Test
    void room_ofATokensSubject_isKeptForThatSubject() {
        var gate = new Gate(GateSettings.defaults());
        gate.setAuthorizer(request -> new AccessDecision.Granted(request.token(), "demo"));
        house = new FakeHouse(gate);
        comer("access_token=cam").call("register", DEMO);
        assertThat(refusal(comer("access_token=thief"))).as("while it is there").isEqualTo(409);
        var second = comer("access_token=cam");
        assertThat(register(second).at("/result/id").asText()).isEqualTo("demo");
        second.hangUp();
        assertThat(refusal(comer("access_token=thief"))).as("while it is away").isEqualTo(409);
        assertThat(register(comer("access_token=cam")).at("/result/id").asText())
                .isEqualTo("demo");
    }

    @Test
    void room_cameraSaysGoodBye_isFreeAtOnce() {
        var device = house.device(FakeHouse.ONE);
        device.answer(device.call("unregister", "{}"));
        house.device(FakeHouse.OTHER);
    }

    @Test
    void room_cameraWithoutIdentityLost_isFreeAtOnce() {
        house.device("").hangUp();
        house.device(FakeHouse.OTHER);
    }

    @Test
    void room_namedAfterTheUuid_isNotOpenedByKnowingItsName() {
        var uuid = FakeHouse.ONE.substring(FakeHouse.ONE.indexOf('=') + 1);
        var camera = comer(FakeHouse.ONE);
        assertThat(camera.answer(camera.call("register", "{}")).at("/result/id").asText())
                .isEqualTo(uuid);
        var thief = comer(FakeHouse.ONE);
        int call = thief.call("register", "{\"name\":\"" + uuid + "\"}");
        assertThat(camera.open).isTrue();
        house.now++;
        camera.heard = house.now;
        pass(Duration.ofSeconds(1));
        assertThat(thief.answer(call).at("/error/code").asInt()).isEqualTo(409);
    }

    @Test
    void newcomer_toACameraWithoutIdentityThatLives_isRefused() {
        var first = house.device("");
        var second = comer(FakeHouse.ONE);
        int call = second.call("register", DEMO);
        assertThat(first.pings).isEqualTo(1);
        assertThat(second.inbox).isEmpty();
        assertThat(refusal(second)).as("it waits already").isEqualTo(400);
        assertThat(refusal(comer(""))).as("one after the other").isEqualTo(409);
        house.now += Duration.ofMillis(500).toNanos();
        first.heard = house.now;
        pass(Duration.ofMillis(500));
        assertThat(second.answer(call).at("/error/code").asInt()).isEqualTo(409);
        assertThat(first.open).isTrue();
        FakeHouse.meet(house.viewer(), first);
    }

    @Test
    void newcomer_toACameraWithoutIdentityThatIsDead_hasTheRoomAfterTwoSeconds() {
        house.now = 1;
        var first = house.device("");
        var session = FakeHouse.meet(house.viewer(), first);
        var second = comer("");
        int call = second.call("register", DEMO);
        pass(Duration.ofSeconds(2));
        assertThat(second.inbox).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(second.answer(call).at("/result/id").asText()).isEqualTo("demo");
        assertThat(first.closeStatus).isEqualTo(4409);
        first.hangUp();
        var invite = second.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=2\"}");
        assertThat(second.answer(invite).at("/error/code").asInt())
                .as("another device's viewers")
                .isEqualTo(410);
        FakeHouse.meet(house.viewer(), second);
    }

    @Test
    void newcomer_toACameraThatIsNotReadFrom_learnsNothingOfIt() {
        house.now = 1;
        var first = house.device("");
        var second = comer("");
        int call = second.call("register", DEMO);
        first.listens = false;
        pass(Duration.ofSeconds(9));
        assertThat(second.inbox).isEmpty();
        first.listens = true;
        first.heard = house.now;
        pass(Duration.ofSeconds(1));
        assertThat(second.answer(call).at("/error/code").asInt()).isEqualTo(409);
    }

    @Test
    void newcomer_goesWhileItWaits_changesNothing() {
        house.now = 1;
        var first = house.device("");
        var second = comer("");
        second.call("register", DEMO);
        second.hangUp();
        pass(Duration.ofSeconds(5));
        FakeHouse.meet(house.viewer(), first);
    }

    @Test
    void newcomer_waitsAndTheCameraCloses_hasTheRoomAtOnce() {
        var first = house.device("");
        var second = comer("");
        int call = second.call("register", DEMO);
        first.hangUp();
        assertThat(second.answer(call).at("/result/id").asText()).isEqualTo("demo");
    }

    @Test
    void invite_toAViewerWhoseSocketIsDead_endsLongBeforeAnAnswersTimeLimit() {
        house.now = 1;
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        device.heard = Long.MAX_VALUE;
        var invite = device.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=0\"}");
        assertThat(viewer.pings).isEqualTo(1);
        pass(Duration.ofSeconds(9));
        assertThat(device.answer(invite).at("/error/code").asInt()).isEqualTo(410);
    }

    @Test
    void connect_toACameraWhoseSocketIsDead_saysSoAndKeepsTheRoom() {
        house.now = 1;
        house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        viewer.heard = Long.MAX_VALUE;
        var call = viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        pass(Duration.ofSeconds(9));
        assertThat(viewer.answer(call).at("/error/code").asInt()).isEqualTo(480);
        assertThat(refusal(comer(FakeHouse.OTHER))).isEqualTo(409);
    }

    @Test
    void keptRooms_tooMany_theSiteWithMostLosesItsOldest() {
        var kept = new KeptRooms();
        var mine = new Room("mine");
        kept.keep(mine, "/192.0.2.1", 0);
        var first = new Room("0");
        assertThat(kept.keep(first, "/198.51.100.1", 0)).isNull();
        for (int i = 2; i < KeptRooms.MOST; i++) {
            assertThat(kept.keep(new Room("" + i), "/198.51.100.1", 0)).isNull();
        }
        assertThat(kept.keep(new Room("x"), "/203.0.113.1", 0)).isSameAs(first);
        assertThat(kept.holds(mine)).isTrue();
    }
}
