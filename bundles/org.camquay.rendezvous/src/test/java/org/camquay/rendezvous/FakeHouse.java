// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceServerProvider;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.camquay.onvif.OnvifIceServer;

/** A signaling server without sockets, with its clock in the test's hand, and those who come to it. */
final class FakeHouse {
    static final String ONE = "device=11111111-1111-1111-1111-111111111111";
    static final String OTHER = "device=22222222-2222-2222-2222-222222222222";
    private static final Settings SETTINGS = new Settings(
            List.of(new OnvifIceServer(List.of("stun:stun.example:3478"), Optional.empty(), Optional.empty())),
            10,
            10,
            2,
            50,
            Duration.ofSeconds(30),
            Duration.ofSeconds(90),
            0);

    final Gate gate;
    final SignalingServer server;
    long now;
    List<IceServerProvider> providers = List.of();
    final Tally tally = new Tally(() -> now);
    final Budgets budgets = new Budgets(96L * 1024 * 1024, () -> now, tally);

    /** One that asks nobody for a token. */
    FakeHouse() {
        this(new Gate(GateSettings.defaults().open()));
    }

    FakeHouse(Gate gate) {
        this.gate = gate;
        var servers = new ServerList(SETTINGS.iceServers(), () -> providers);
        this.server = new SignalingServer(SETTINGS, new Access(gate), servers, tally, () -> now);
    }

    FakeLink device(String query) {
        var device = new FakeLink(this, query);
        var answer = device.answer(device.call("register", "{\"name\":\"demo\"}"));
        assertThat(answer.at("/result/id").asText()).isEqualTo("demo");
        return device;
    }

    FakeLink viewer() {
        var viewer = new FakeLink(this, "");
        assertThat(viewer.answer(viewer.call("register", "{}")).at("/result/id").asText())
                .isNotEmpty();
        return viewer;
    }

    /** Connects the two and returns the session. */
    static String meet(FakeLink viewer, FakeLink device) {
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
}
