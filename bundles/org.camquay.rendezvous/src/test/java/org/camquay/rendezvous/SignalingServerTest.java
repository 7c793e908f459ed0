// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerProvider;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.junit.jupiter.api.Test;

/** Who meets whom, without a socket. */
class SignalingServerTest {
    private final FakeHouse house = new FakeHouse();

    @Test
    void invite_fromTheDevice_isRelayedAndAnswered() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        var invite = device.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=0\",\"x\":[1.50]}");
        var relayed = viewer.called("invite");
        assertThat(relayed.at("/params/offer").asText()).isEqualTo("v=0");
        assertThat(relayed.at("/params/x").toString()).isEqualTo("[1.5]");
        viewer.say("{\"jsonrpc\":\"2.0\",\"id\":" + relayed.get("id") + ",\"result\":{\"answer\":\"v=1\"}}");
        assertThat(device.answer(invite).at("/result/answer").asText()).isEqualTo("v=1");
    }

    @Test
    void invite_viewerRefuses_deviceHearsWhy() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var invite = device.call("invite", "{\"session\":\"" + FakeHouse.meet(viewer, device) + "\",\"offer\":\"?\"}");
        var id = viewer.called("invite").get("id");
        viewer.say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":400,\"message\":\"bad SDP\"}}");
        var error = device.answer(invite).get("error");
        assertThat(error.get("code").asInt()).isEqualTo(400);
        assertThat(error.get("message").asText()).isEqualTo("bad SDP");
    }

    @Test
    void invite_viewerSilent_timesOut() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var invite =
                device.call("invite", "{\"session\":\"" + FakeHouse.meet(viewer, device) + "\",\"offer\":\"v=0\"}");
        house.now += Duration.ofSeconds(21).toNanos();
        house.server.tick();
        assertThat(device.answer(invite).at("/error/code").asInt()).isEqualTo(408);
    }

    @Test
    void invite_viewerGone_is410() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        var invite = device.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=0\"}");
        viewer.hangUp();
        assertThat(device.answer(invite).at("/error/code").asInt()).isEqualTo(410);
        assertThat(device.toldError().get("code").asInt()).isEqualTo(1002);
        var again = device.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=0\"}");
        assertThat(device.answer(again).at("/error/code").asInt()).isEqualTo(410);
    }

    @Test
    void trickle_beforeTheOfferAndBothWays_isRelayedUnaltered() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        viewer.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{\"candidate\":\"a\",\"vnd\":7}}");
        assertThat(device.called("trickle").at("/params/candidate").toString())
                .isEqualTo("{\"candidate\":\"a\",\"vnd\":7}");
        device.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{}}");
        assertThat(viewer.called("trickle").at("/params/candidate").toString()).isEqualTo("{}");
    }

    @Test
    void session_ofOthers_cannotBeUsed() {
        var device = house.device(FakeHouse.ONE);
        var session = FakeHouse.meet(house.viewer(), device);
        var stranger = house.viewer();
        stranger.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{\"candidate\":\"a\"}}");
        stranger.say(
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":410,\"message\":\"x\",\"session\":\"" + session + "\"}}");
        assertThat(device.inbox).isEmpty();
        var invite = stranger.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=0\"}");
        assertThat(stranger.answer(invite).at("/error/code").asInt()).isEqualTo(410);
    }

    @Test
    void connect_withoutCamera_is480AndTellsWhenItComesAndGoes() {
        var viewer = house.viewer();
        var call = viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        assertThat(viewer.answer(call).at("/error/code").asInt()).isEqualTo(480);
        var device = house.device(FakeHouse.ONE);
        var presence = viewer.called("vnd.camquay.presence").get("params");
        assertThat(presence.toString()).isEqualTo("{\"peer\":\"demo\",\"online\":true}");
        device.hangUp();
        assertThat(viewer.called("vnd.camquay.presence").at("/params/online").asBoolean())
                .isFalse();
    }

    @Test
    void connect_deviceRefuses_viewerHearsTheSentence() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var call = viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        var id = device.called("connect").get("id");
        device.say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":480,\"message\":\"no stream cam9\"}}");
        var error = viewer.answer(call).get("error");
        assertThat(error.get("code").asInt()).isEqualTo(480);
        assertThat(error.get("message").asText()).isEqualTo("no stream cam9");
        assertThat(error.has("session")).as("the camera itself refused").isTrue();
    }

    @Test
    void connect_deviceDiesMeanwhile_is480() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var call = viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        device.hangUp();
        assertThat(viewer.answer(call).at("/error/code").asInt()).isEqualTo(480);
    }

    @Test
    void connect_roomFull_isRefused() {
        var device = house.device(FakeHouse.ONE);
        FakeHouse.meet(house.viewer(), device);
        FakeHouse.meet(house.viewer(), device);
        var third = house.viewer();
        var call = third.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        assertThat(third.answer(call).at("/error/message").asText()).contains("full");
        assertThat(device.hears("connect")).isFalse();
    }

    @Test
    void register_secondDevice_is409AndTheFirstKeepsTheRoom() {
        var first = house.device(FakeHouse.ONE);
        var second = new FakeLink(house, FakeHouse.OTHER);
        var error =
                second.answer(second.call("register", "{\"name\":\"demo\"}")).get("error");
        assertThat(error.get("code").asInt()).isEqualTo(409);
        assertThat(error.get("message").asText()).contains("demo", "another");
        FakeHouse.meet(house.viewer(), first);
        assertThat(second.inbox).isEmpty();
    }

    @Test
    void register_sameDeviceAgain_takesOverWithItsSessions() {
        var first = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, first);
        var second = house.device(FakeHouse.ONE);
        assertThat(first.open).isFalse();
        assertThat(first.closeReason).contains("took over");
        first.hangUp();
        var invite = second.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=2\"}");
        var relayed = viewer.called("invite");
        viewer.say("{\"jsonrpc\":\"2.0\",\"id\":" + relayed.get("id") + ",\"result\":{\"answer\":\"v=3\"}}");
        assertThat(second.answer(invite).at("/result/answer").asText()).isEqualTo("v=3");
    }

    @Test
    void register_anotherDeviceAfterTheFirstWent_doesNotInheritItsSessions() {
        var first = house.device(FakeHouse.ONE);
        var session = FakeHouse.meet(house.viewer(), first);
        first.hangUp();
        house.now += KeptRooms.KEPT_NANOS;
        house.server.tick();
        var second = house.device(FakeHouse.OTHER);
        var invite = second.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=2\"}");
        assertThat(second.answer(invite).at("/error/code").asInt()).isEqualTo(410);
    }

    @Test
    void device_loses_viewersAreToldAndMayGoOn() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        device.hangUp();
        var error = viewer.toldError();
        assertThat(error.get("code").asInt()).isEqualTo(1002);
        assertThat(error.get("session").asText()).isEqualTo(session);
        assertThat(viewer.open).isTrue();
    }

    @Test
    void error_ofTheDevice_reachesTheViewerAndEndsTheSession() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        device.say(
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1001,\"message\":\"full\",\"session\":\"" + session + "\"}}");
        assertThat(viewer.toldError().get("message").asText()).isEqualTo("full");
        viewer.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{}}");
        assertThat(device.inbox).isEmpty();
    }

    @Test
    void iceServers_ofProviders_areFreshAndTheSameForBothEnds() {
        var asked = new ArrayList<String>();
        IceServerProvider low = user -> List.of(new IceServer(List.of("stun:low"), "", ""));
        IceServerProvider high = user -> {
            asked.add(user);
            return List.of(new IceServer(List.of("turn:high"), asked.size() + ":" + user, "c" + asked.size()));
        };
        IceServerProvider broken = user -> {
            throw new IllegalStateException("no servers today");
        };
        house.providers = List.of(low, broken, high);
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var call = viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        var connect = device.called("connect");
        device.say("{\"jsonrpc\":\"2.0\",\"id\":" + connect.get("id") + ",\"result\":{}}");
        var result = viewer.answer(call).get("result");
        var session = result.get("session").asText();
        assertThat(result.get("iceServers")).isEqualTo(connect.at("/params/iceServers"));
        assertThat(result.at("/iceServers/0").toString())
                .isEqualTo("{\"urls\":[\"turn:high\"],\"username\":\"1:" + session + "\",\"credential\":\"c1\"}");
        assertThat(result.at("/iceServers/1/urls/0").asText()).isEqualTo("stun:low");
        assertThat(asked).containsExactly(session);

        var extend = viewer.call("extend", "{\"session\":\"" + session + "\"}");
        var fresh = viewer.answer(extend).at("/result/iceServers");
        assertThat(fresh.at("/0/credential").asText()).isEqualTo("c2");
        assertThat(device.called("extend").at("/params/iceServers")).isEqualTo(fresh);
    }

    @Test
    void iceServers_ofAViewerWithAToken_areForItsSubject() {
        var asked = new ArrayList<String>();
        var gate = new Gate(GateSettings.defaults());
        gate.setAuthorizer(request -> new AccessDecision.Granted("ann", ""));
        var guarded = new FakeHouse(gate);
        guarded.providers = List.of(user -> {
            asked.add(user);
            return List.of();
        });
        var device = guarded.device(FakeHouse.ONE);
        FakeHouse.meet(guarded.viewer(), device);
        assertThat(asked).containsExactly("ann");
    }

    @Test
    void iceServers_askedByTheDevice_areFreshAndComeToTheViewerWithTheNextInviteOnly() {
        var count = new ArrayList<String>();
        house.providers = List.of(user -> {
            count.add(user);
            return List.of(new IceServer(List.of("turn:here"), count.size() + ":" + user, "c" + count.size()));
        });
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var call = viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        var id = device.called("connect").get("id");
        device.say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
        var session = viewer.answer(call).at("/result/session").asText();
        var params = "{\"session\":\"" + session + "\"";

        device.call("invite", params + ",\"offer\":\"v=0\"}");
        assertThat(viewer.called("invite").at("/params").has("iceServers")).isFalse();
        var fresh = device.answer(device.call("vnd.camquay.iceServers", params + "}"))
                .at("/result/iceServers");
        assertThat(fresh.at("/0/credential").asText()).isEqualTo("c2");
        assertThat(viewer.inbox).isEmpty();
        device.call("invite", params + ",\"offer\":\"v=0\",\"x\":1}");
        var invite = viewer.called("invite").get("params");
        assertThat(invite.get("iceServers")).isEqualTo(fresh);
        assertThat(invite.get("x").asInt()).isEqualTo(1);
        device.call("invite", params + ",\"offer\":\"v=0\"}");
        assertThat(viewer.called("invite").at("/params").has("iceServers")).isFalse();
    }

    @Test
    void iceServers_ofOthersSessions_areNotGiven() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        var params = "{\"session\":\"" + session + "\"}";
        assertThat(viewer.answer(viewer.call("vnd.camquay.iceServers", params))
                        .at("/error/code")
                        .asInt())
                .isEqualTo(410);
        assertThat(device.answer(device.call("vnd.camquay.iceServers", "{}"))
                        .at("/error/code")
                        .asInt())
                .isEqualTo(-32602);
    }

    @Test
    void restart_wishOfTheViewer_reachesItsDeviceOnly() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        var params = "{\"session\":\"" + session + "\"}";
        house.viewer().notify("vnd.camquay.restart", params);
        assertThat(device.inbox).isEmpty();
        viewer.notify("vnd.camquay.restart", params);
        assertThat(device.called("vnd.camquay.restart").at("/params/session").asText())
                .isEqualTo(session);
        viewer.notify("vnd.camquay.restart", "{}");
        device.notify("vnd.camquay.restart", params);
        assertThat(device.inbox).isEmpty();
        assertThat(viewer.inbox).isEmpty();
    }

    @Test
    void extend_isAnsweredAndToldToTheDevice() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        var call = viewer.call("extend", "{\"session\":\"" + session + "\",\"authorization\":\"\"}");
        var seconds = viewer.answer(call).at("/result/expiryTimeSeconds").asInt();
        assertThat(seconds).isPositive();
        assertThat(device.called("extend").at("/params/expiryTimeSeconds").asInt())
                .isEqualTo(seconds);
    }
}
