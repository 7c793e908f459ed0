// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessRequest;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What viewers and devices may do with what their tokens say. */
class TicketTest {
    private final FakeHouse house = new FakeHouse(new Gate(GateSettings.defaults()));
    private final List<AccessRequest> asked = new ArrayList<>();
    private List<String> streams = List.of();

    @BeforeEach
    void authorizer() {
        house.gate.setAuthorizer(request -> {
            asked.add(request);
            return new AccessDecision.Granted("somebody", "demo", new LinkedHashSet<>(streams));
        });
    }

    private int connect(FakeLink viewer, String profile) {
        var params = profile.isEmpty() ? "" : ",\"profile\":\"" + profile + "\"";
        return viewer.call("connect", "{\"peer\":\"demo\",\"authorization\":\"t\"" + params + "}");
    }

    @Test
    void connect_withTicketThatNamesStreams_isForOneOfThese() {
        var device = house.device("access_token=abc");
        streams = List.of("main", "sub");
        var viewer = house.viewer();
        assertThat(viewer.answer(connect(viewer, "attic")).at("/error/code").asInt())
                .isEqualTo(403);
        assertThat(device.inbox).as("the device hears nothing of it").isEmpty();
        connect(viewer, "sub");
        assertThat(device.called("connect").at("/params/profile").asText()).isEqualTo("sub");
        connect(house.viewer(), "");
        assertThat(device.called("connect").at("/params/profile").asText()).isEqualTo("main");
    }

    @Test
    void connect_withTicketForTheRoomsOwnStream_asksForThat() {
        var device = house.device("access_token=abc");
        streams = List.of("main", "demo");
        connect(house.viewer(), "");
        assertThat(device.called("connect").at("/params/profile").asText()).isEqualTo("demo");
    }

    @Test
    void connect_withTicketThatNamesNone_asksForWhatTheViewerWants() {
        var device = house.device("access_token=abc");
        connect(house.viewer(), "");
        assertThat(device.called("connect").at("/params").has("profile")).isFalse();
        connect(house.viewer(), "any");
        assertThat(device.called("connect").at("/params/profile").asText()).isEqualTo("any");
    }

    @Test
    void extend_withTheTicketThatLetItIn_goesOn_andWithAnotherBeginsAnew() {
        var device = house.device("access_token=abc");
        var viewer = house.viewer();
        connect(viewer, "");
        var session = device.called("connect").at("/params/session").asText();
        asked.clear();
        for (var token : List.of("t", "u", "u", "")) {
            var params = "{\"session\":\"" + session + "\",\"authorization\":\"" + token + "\"}";
            viewer.say("{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"extend\",\"params\":" + params + "}");
        }
        assertThat(asked.stream().map(AccessRequest::continued)).containsExactly(true, false, true, false);
    }

    @Test
    void holder_isTheKeyOfThePage_elseTheAddress() {
        house.device("access_token=abc");
        var viewer = new FakeLink(house, "");
        viewer.call("register", "{\"authorization\":\"t\",\"holder\":\"k3y\"}");
        asked.clear();
        connect(viewer, "");
        assertThat(asked.get(0).holder()).isEqualTo("key k3y");
        assertThat(asked.get(0).toString()).doesNotContain("k3y");
        var tooLong = new FakeLink(house, "");
        tooLong.call("register", "{\"holder\":\"" + "k".repeat(65) + "\"}");
        asked.clear();
        connect(tooLong, "");
        assertThat(asked.get(0).holder()).isEqualTo("test");
    }

    @Test
    void device_withoutName_isAskedForWithoutOne() {
        var device = new FakeLink(house, FakeHouse.ONE);
        assertThat(device.answer(device.call("register", "{}")).at("/result/id").asText())
                .isEqualTo("demo");
        assertThat(asked.get(0).name()).as("its UUID is no room").isEmpty();
    }
}
