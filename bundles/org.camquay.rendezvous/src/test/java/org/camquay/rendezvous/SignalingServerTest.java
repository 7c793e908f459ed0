// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.camquay.api.access.AccessDecision;
import org.camquay.onvif.OnvifIceServer;
import org.junit.jupiter.api.Test;

/** Who meets whom, without a socket. */
class SignalingServerTest {
    private static final String ONE = "device=11111111-1111-1111-1111-111111111111";
    private static final String OTHER = "device=22222222-2222-2222-2222-222222222222";
    private static final Settings SETTINGS = new Settings(
            List.of(new OnvifIceServer(List.of("stun:stun.example:3478"), Optional.empty(), Optional.empty())),
            List.of(),
            10,
            2,
            50,
            Duration.ofSeconds(30),
            Duration.ofSeconds(90),
            0);

    private final Access access = new Access();
    private long now;
    private final SignalingServer server = new SignalingServer(SETTINGS, access, () -> now);

    private FakeLink device(String query) {
        var device = new FakeLink(server, query);
        var answer = device.answer(device.call("register", "{\"name\":\"demo\"}"));
        assertThat(answer.at("/result/id").asText()).isEqualTo("demo");
        return device;
    }

    private FakeLink viewer() {
        var viewer = new FakeLink(server, "");
        assertThat(viewer.answer(viewer.call("register", "{}")).at("/result/id").asText())
                .isNotEmpty();
        return viewer;
    }

    /** Connects the two and returns the session. */
    private static String meet(FakeLink viewer, FakeLink device) {
        var call = viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\",\"profile\":\"cam1\"}");
        var connect = device.called("connect");
        assertThat(connect.at("/params/profile").asText()).isEqualTo("cam1");
        assertThat(connect.at("/params/iceServers/0/urls/0").asText()).isEqualTo("stun:stun.example:3478");
        assertThat(viewer.inbox).as("the viewer waits for the device").isEmpty();
        device.say("{\"jsonrpc\":\"2.0\",\"id\":" + connect.get("id") + ",\"result\":{}}");
        var result = viewer.answer(call).get("result");
        assertThat(result.at("/iceServers/0/urls/0").asText()).isEqualTo("stun:stun.example:3478");
        assertThat(result.get("session")).isEqualTo(connect.at("/params/session"));
        return result.get("session").asText();
    }

    @Test
    void invite_fromTheDevice_isRelayedAndAnswered() {
        var device = device(ONE);
        var viewer = viewer();
        var session = meet(viewer, device);
        var invite = device.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=0\",\"x\":[1.50]}");
        var relayed = viewer.called("invite");
        assertThat(relayed.at("/params/offer").asText()).isEqualTo("v=0");
        assertThat(relayed.at("/params/x").toString()).isEqualTo("[1.5]");
        viewer.say("{\"jsonrpc\":\"2.0\",\"id\":" + relayed.get("id") + ",\"result\":{\"answer\":\"v=1\"}}");
        assertThat(device.answer(invite).at("/result/answer").asText()).isEqualTo("v=1");
    }

    @Test
    void invite_viewerRefuses_deviceHearsWhy() {
        var device = device(ONE);
        var viewer = viewer();
        var invite = device.call("invite", "{\"session\":\"" + meet(viewer, device) + "\",\"offer\":\"?\"}");
        var id = viewer.called("invite").get("id");
        viewer.say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":400,\"message\":\"bad SDP\"}}");
        var error = device.answer(invite).get("error");
        assertThat(error.get("code").asInt()).isEqualTo(400);
        assertThat(error.get("message").asText()).isEqualTo("bad SDP");
    }

    @Test
    void invite_viewerSilent_timesOut() {
        var device = device(ONE);
        var viewer = viewer();
        var invite = device.call("invite", "{\"session\":\"" + meet(viewer, device) + "\",\"offer\":\"v=0\"}");
        now += Duration.ofSeconds(21).toNanos();
        server.tick();
        assertThat(device.answer(invite).at("/error/code").asInt()).isEqualTo(408);
    }

    @Test
    void invite_viewerGone_is410() {
        var device = device(ONE);
        var viewer = viewer();
        var session = meet(viewer, device);
        var invite = device.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=0\"}");
        viewer.hangUp();
        assertThat(device.answer(invite).at("/error/code").asInt()).isEqualTo(410);
        assertThat(device.toldError().get("code").asInt()).isEqualTo(1002);
        var again = device.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=0\"}");
        assertThat(device.answer(again).at("/error/code").asInt()).isEqualTo(410);
    }

    @Test
    void trickle_beforeTheOfferAndBothWays_isRelayedUnaltered() {
        var device = device(ONE);
        var viewer = viewer();
        var session = meet(viewer, device);
        viewer.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{\"candidate\":\"a\",\"vnd\":7}}");
        assertThat(device.called("trickle").at("/params/candidate").toString())
                .isEqualTo("{\"candidate\":\"a\",\"vnd\":7}");
        device.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{}}");
        assertThat(viewer.called("trickle").at("/params/candidate").toString()).isEqualTo("{}");
    }

    @Test
    void session_ofOthers_cannotBeUsed() {
        var device = device(ONE);
        var session = meet(viewer(), device);
        var stranger = viewer();
        stranger.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{\"candidate\":\"a\"}}");
        stranger.say(
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":410,\"message\":\"x\",\"session\":\"" + session + "\"}}");
        assertThat(device.inbox).isEmpty();
        var invite = stranger.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=0\"}");
        assertThat(stranger.answer(invite).at("/error/code").asInt()).isEqualTo(410);
    }

    @Test
    void connect_withoutCamera_is480AndTellsWhenItComesAndGoes() {
        var viewer = viewer();
        var call = viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        assertThat(viewer.answer(call).at("/error/code").asInt()).isEqualTo(480);
        var device = device(ONE);
        var presence = viewer.called("vnd.camquay.presence").get("params");
        assertThat(presence.toString()).isEqualTo("{\"peer\":\"demo\",\"online\":true}");
        device.hangUp();
        assertThat(viewer.called("vnd.camquay.presence").at("/params/online").asBoolean())
                .isFalse();
    }

    @Test
    void connect_deviceRefuses_viewerHearsTheSentence() {
        var device = device(ONE);
        var viewer = viewer();
        var call = viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        var id = device.called("connect").get("id");
        device.say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":480,\"message\":\"no stream cam9\"}}");
        var error = viewer.answer(call).get("error");
        assertThat(error.get("code").asInt()).isEqualTo(480);
        assertThat(error.get("message").asText()).isEqualTo("no stream cam9");
    }

    @Test
    void connect_deviceDiesMeanwhile_is480() {
        var device = device(ONE);
        var viewer = viewer();
        var call = viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        device.hangUp();
        assertThat(viewer.answer(call).at("/error/code").asInt()).isEqualTo(480);
    }

    @Test
    void connect_roomFull_isRefused() {
        var device = device(ONE);
        meet(viewer(), device);
        meet(viewer(), device);
        var third = viewer();
        var call = third.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}");
        assertThat(third.answer(call).at("/error/message").asText()).contains("full");
        assertThat(device.hears("connect")).isFalse();
    }

    @Test
    void register_secondDevice_is409AndTheFirstKeepsTheRoom() {
        var first = device(ONE);
        var second = new FakeLink(server, OTHER);
        var error =
                second.answer(second.call("register", "{\"name\":\"demo\"}")).get("error");
        assertThat(error.get("code").asInt()).isEqualTo(409);
        assertThat(error.get("message").asText()).contains("demo", "another");
        meet(viewer(), first);
        assertThat(second.inbox).isEmpty();
    }

    @Test
    void register_anonymousDevices_areNotTheSame() {
        device("");
        var second = new FakeLink(server, "");
        var answer = second.answer(second.call("register", "{\"name\":\"demo\"}"));
        assertThat(answer.at("/error/code").asInt()).isEqualTo(409);
    }

    @Test
    void register_sameDeviceAgain_takesOverWithItsSessions() {
        var first = device(ONE);
        var viewer = viewer();
        var session = meet(viewer, first);
        var second = device(ONE);
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
        var first = device(ONE);
        var session = meet(viewer(), first);
        first.hangUp();
        var second = device(OTHER);
        var invite = second.call("invite", "{\"session\":\"" + session + "\",\"offer\":\"v=2\"}");
        assertThat(second.answer(invite).at("/error/code").asInt()).isEqualTo(410);
    }

    @Test
    void device_loses_viewersAreToldAndMayGoOn() {
        var device = device(ONE);
        var viewer = viewer();
        var session = meet(viewer, device);
        device.hangUp();
        var error = viewer.toldError();
        assertThat(error.get("code").asInt()).isEqualTo(1002);
        assertThat(error.get("session").asText()).isEqualTo(session);
        assertThat(viewer.open).isTrue();
    }

    @Test
    void error_ofTheDevice_reachesTheViewerAndEndsTheSession() {
        var device = device(ONE);
        var viewer = viewer();
        var session = meet(viewer, device);
        device.say(
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1001,\"message\":\"full\",\"session\":\"" + session + "\"}}");
        assertThat(viewer.toldError().get("message").asText()).isEqualTo("full");
        viewer.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{}}");
        assertThat(device.inbox).isEmpty();
    }

    @Test
    void extend_isAnsweredAndToldToTheDevice() {
        var device = device(ONE);
        var viewer = viewer();
        var session = meet(viewer, device);
        var call = viewer.call("extend", "{\"session\":\"" + session + "\",\"authorization\":\"\"}");
        var seconds = viewer.answer(call).at("/result/expiryTimeSeconds").asInt();
        assertThat(seconds).isPositive();
        assertThat(device.called("extend").at("/params/expiryTimeSeconds").asInt())
                .isEqualTo(seconds);
    }

    @Test
    void authorizer_refuses_withItsStatusAndNamesTheRoom() {
        access.bind(request -> switch (request.scope()) {
            case DEVICE -> new AccessDecision.Granted("cam", "secret-room");
            default -> new AccessDecision.Denied(403, "not for you");
        });
        var device = new FakeLink(server, "access_token=abc");
        var answer = device.answer(device.call("register", "{\"name\":\"demo\"}"));
        assertThat(answer.at("/result/id").asText()).isEqualTo("secret-room");
        var viewer = viewer();
        var call = viewer.call("connect", "{\"peer\":\"secret-room\",\"authorization\":\"\"}");
        assertThat(viewer.answer(call).at("/error/code").asInt()).isEqualTo(403);
        assertThat(device.inbox).isEmpty();
    }

    @Test
    void authorizer_goes_theDoorStaysShut() {
        org.camquay.api.access.Authorizer authorizer = request -> new AccessDecision.Granted("", "");
        access.bind(authorizer);
        access.unbind(authorizer);
        var device = new FakeLink(server, ONE);
        var answer = device.answer(device.call("register", "{\"name\":\"demo\"}"));
        assertThat(answer.at("/error/code").asInt()).isEqualTo(401);
    }

    @Test
    void badInput_isAnsweredClearly() {
        var link = new FakeLink(server, "");
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
    void randomMessages_harmNobody() {
        var random = new Random(7);
        var device = device(ONE);
        var link = viewer();
        var session = meet(link, device);
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
        meet(viewer(), device);
    }

    @Test
    void tick_pingsEndsTheSilentAndTheUnregistered() {
        var device = device(ONE);
        var mute = new FakeLink(server, "");
        now += Duration.ofSeconds(31).toNanos();
        server.tick();
        assertThat(device.pings).isEqualTo(1);
        assertThat(mute.closeStatus).isEqualTo(1008);
        now += Duration.ofSeconds(70).toNanos();
        server.tick();
        assertThat(device.open).isFalse();
        assertThat(server.participants()).isZero();
        device(OTHER);
    }
}
