// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessRequest;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.junit.jupiter.api.Test;

/** Sessions that go on from peer to peer while a socket, or this server, was gone. */
class ResumeTest {
    private static final String SESSION = "0e8e6c1c-2f0d-4d76-9f6e-3f3f5b6d3c11";

    private static final long ALWAYS = Duration.ofDays(1).toNanos();

    private FakeHouse house = new FakeHouse();

    private static int resume(FakeLink viewer, String session) {
        return viewer.call("vnd.camquay.resume", "{\"session\":\"" + session + "\",\"peer\":\"demo\"}");
    }

    private static void confirm(FakeLink device, String session) {
        var asked = device.called("vnd.camquay.resume");
        assertThat(asked.get("params").toString()).isEqualTo("{\"session\":\"" + session + "\"}");
        device.say("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id") + ",\"result\":{}}");
    }

    private static void deny(FakeLink device) {
        var id = device.called("vnd.camquay.resume").get("id");
        device.say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":410,\"message\":\"Ended\"}}");
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            house.now += Duration.ofSeconds(1).toNanos();
            house.server.tick();
        }
    }

    private static int code(JsonNode answer) {
        return answer.at("/error/code").asInt();
    }

    @Test
    void resume_afterThisServerStartedAnew_theSessionGoesOn() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var call = resume(viewer, SESSION);
        confirm(device, SESSION);
        var result = viewer.answer(call).get("result");
        assertThat(result.get("session").asText()).isEqualTo(SESSION);
        assertThat(result.at("/iceServers/0/urls/0").asText()).isEqualTo("stun:stun.example:3478");
        viewer.notify("vnd.camquay.restart", "{\"session\":\"" + SESSION + "\"}");
        device.called("vnd.camquay.restart");
        device.call("invite", "{\"session\":\"" + SESSION + "\",\"offer\":\"v=0\"}");
        viewer.called("invite");
        viewer.heard = ALWAYS;
        device.heard = ALWAYS;
        pass(200);
        assertThat(viewer.open).isTrue();
    }

    @Test
    void resume_cameraNotBackYet_viewerWaitsAndIsTold() {
        var viewer = house.viewer();
        assertThat(code(viewer.answer(resume(viewer, SESSION)))).isEqualTo(480);
        viewer.heard = ALWAYS;
        pass(100);
        assertThat(viewer.open).isTrue();
        var device = house.device(FakeHouse.ONE);
        assertThat(viewer.called("vnd.camquay.presence").at("/params/online").asBoolean())
                .isTrue();
        var call = resume(viewer, SESSION);
        confirm(device, SESSION);
        assertThat(viewer.answer(call).has("result")).isTrue();
    }

    @Test
    void resume_whatTheCameraDoesNotServe_isRefusedAndTheViewerWaits() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var call = resume(viewer, SESSION);
        deny(device);
        assertThat(code(viewer.answer(call))).isEqualTo(410);
        viewer.notify("vnd.camquay.restart", "{\"session\":\"" + SESSION + "\"}");
        assertThat(device.inbox).isEmpty();
        viewer.heard = ALWAYS;
        pass(100);
        assertThat(viewer.open).isTrue();
    }

    @Test
    void resume_overANewSocketWhileTheOldOneLooksAlive_movesTheSession() {
        var device = house.device(FakeHouse.ONE);
        var old = new FakeLink(house, "");
        old.call("register", "{\"holder\":\"k3y\"}");
        old.inbox.clear();
        var session = FakeHouse.meet(old, device);
        var viewer = new FakeLink(house, "");
        viewer.call("register", "{\"holder\":\"k3y\"}");
        viewer.inbox.clear();
        var call = resume(viewer, session);
        confirm(device, session);
        assertThat(viewer.answer(call).has("result")).isTrue();
        old.hangUp();
        assertThat(device.inbox).as("the viewer is not gone").isEmpty();
        device.notify("trickle", "{\"session\":\"" + session + "\",\"candidate\":{}}");
        viewer.called("trickle");
    }

    @Test
    void resume_ofSomebodyElsesSession_isRefusedWithoutAskingTheCamera() {
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        var session = FakeHouse.meet(viewer, device);
        var thief = new FakeLink(house, "");
        thief.call("register", "{\"holder\":\"other\"}");
        thief.inbox.clear();
        assertThat(code(thief.answer(resume(thief, session)))).isEqualTo(410);
        assertThat(device.inbox).isEmpty();
    }

    @Test
    void resume_tokensAreAsked_needsOneForTheRoom() {
        house = new FakeHouse(new Gate(GateSettings.defaults()));
        var asked = new ArrayList<AccessRequest>();
        house.gate.setAuthorizer(request -> {
            asked.add(request);
            return request.scope() == AccessRequest.Scope.DEVICE
                            || request.token().equals("t")
                    ? new AccessDecision.Granted("somebody", "demo")
                    : new AccessDecision.Denied(401, "A ticket is needed");
        });
        var device = house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        assertThat(code(viewer.answer(resume(viewer, SESSION)))).isEqualTo(401);
        var with = "{\"session\":\"" + SESSION + "\",\"peer\":\"demo\",\"authorization\":\"t\"}";
        var call = viewer.call("vnd.camquay.resume", with);
        confirm(device, SESSION);
        assertThat(viewer.answer(call).has("result")).isTrue();
        assertThat(asked.get(asked.size() - 1).continued()).isTrue();
    }

    @Test
    void resume_malformedOrTooOften_isRefused() {
        house.device(FakeHouse.ONE);
        var viewer = house.viewer();
        for (var params : List.of("{}", "{\"session\":7}", "{\"session\":\"a\",\"peer\":\"../x\"}", "[]")) {
            assertThat(viewer.answer(viewer.call("vnd.camquay.resume", params)).has("error"))
                    .isTrue();
        }
        for (int i = 0; i < 20; i++) {
            resume(viewer, SESSION + i % 10);
        }
        assertThat(viewer.inbox.toString()).contains("too often");
    }
}
