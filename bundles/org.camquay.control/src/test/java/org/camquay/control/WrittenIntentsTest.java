// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.component.ComponentConstants;

class WrittenIntentsTest {
    @TempDir
    Path folder;

    private final FakeStreams streams = new FakeStreams();
    private final FakeGateway gateway = new FakeGateway();
    private PullIntents pulls;
    private WebRtcIntents rooms;

    @BeforeEach
    void start() {
        var store = new Intents(folder.resolve("intents.json"));
        pulls = new PullIntents(streams, store);
        rooms = new WebRtcIntents(gateway, store);
    }

    @Test
    void pullStream_fileComesChangesAndGoes_streamFollows() {
        var component = new PullStream(pulls, file("PullStream", "URI", "test:bars", "localstreamname", "door"));
        assertThat(streams.find("door")).isPresent();
        assertThat(pulls.list().get(0).status().description()).contains("(from org.camquay.control.PullStream~x.cfg)");

        component.modified(file("PullStream", "uri", "test:bars", "localStreamName", "door"));
        assertThat(streams.pulled).hasSize(1);
        component.modified(file("PullStream", "uri", "test:clock", "localStreamName", "door"));
        assertThat(streams.find("door").orElseThrow().uri()).hasToString("test:clock");

        component.close(ComponentConstants.DEACTIVATION_REASON_BUNDLE_STOPPED);
        assertThat(streams.find("door")).isPresent();
        component.close(ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED);
        assertThat(streams.list()).isEmpty();
        assertThat(pulls.list()).isEmpty();
        assertThat(new Intents(folder.resolve("intents.json")).pulls()).isEmpty();
    }

    @Test
    void pullStream_noDriverForTheScheme_waitsForIt() {
        new PullStream(pulls, file("PullStream", "uri", "lens:front", "localStreamName", "door"));
        assertThat(streams.find("door")).isPresent();
    }

    @Test
    void pullStream_badValueThenGoodOne_onlyThenAStream() {
        var component = new PullStream(
                pulls, file("PullStream", "uri", "test:bars", "localStreamName", "door", "keepAlive", "maybe"));
        assertThat(streams.list()).isEmpty();
        component.modified(file("PullStream", "uri", "test:bars", "localStreamName", "door"));
        assertThat(streams.list()).hasSize(1);
        component.modified(file("PullStream", "uri", "test:bars", "localStreamName", "door", "hue", "red"));
        assertThat(streams.list()).isEmpty();
    }

    @Test
    void pullStream_nameTaken_isListedWithTheReasonAndLeavesTheOtherAlone() {
        new PullStream(pulls, file("PullStream", "uri", "test:bars", "localStreamName", "door"));
        var second = new PullStream(pulls, file("PullStream", "uri", "test:clock", "localStreamName", "door"));
        assertThat(pulls.list()).hasSize(2);
        assertThat(pulls.list().get(1).status().description()).contains("taken");
        second.close(ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED);
        assertThat(streams.find("door").orElseThrow().uri()).hasToString("test:bars");
    }

    @Test
    void removeConfig_ofAFile_saysToDeleteIt() {
        new PullStream(pulls, file("PullStream", "uri", "test:bars", "localStreamName", "door"));
        new StartWebRTC(rooms, file("StartWebRTC", "ersip", "127.0.0.1", "ersport", "4545", "roomid", "demo"));
        assertThatThrownBy(() -> pulls.remove(1))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("delete org.camquay.control.PullStream~x.cfg");
        assertThatThrownBy(() -> rooms.remove(2))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("delete org.camquay.control.StartWebRTC~x.cfg");
        assertThat(streams.list()).hasSize(1);
        assertThat(gateway.list()).hasSize(1);
    }

    @Test
    void startWebRTC_fileComesChangesAndGoes_registrationFollows() {
        var component = new StartWebRTC(
                rooms, file("StartWebRTC", "ersIP", "127.0.0.1", "ersPort", "4545", "roomID", "demo", "token", "t"));
        assertThat(gateway.list()).hasSize(1);
        component.modified(file("StartWebRTC", "ersIP", "127.0.0.1", "ersPort", "x", "roomID", "demo"));
        assertThat(gateway.list()).isEmpty();
        component.modified(file("StartWebRTC", "ersIP", "127.0.0.1", "ersPort", "4545", "roomID", "attic"));
        assertThat(gateway.list().get(0).target().name()).isEqualTo("attic");
        component.close(ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED);
        assertThat(gateway.list()).isEmpty();
    }

    @Test
    void startWebRTC_fileOfARoomThatWasRefused_beginsAgainWithWhatItSaysNow() {
        var component = new StartWebRTC(
                rooms, file("StartWebRTC", "ersIP", "127.0.0.1", "ersPort", "4545", "roomID", "demo", "token", "old"));
        var registration = gateway.list().get(0);
        gateway.refuse();
        assertThat(rooms.list().get(0).status().code()).isEqualTo("Refused");
        component.modified(
                file("StartWebRTC", "ersIP", "127.0.0.1", "ersPort", "4545", "roomID", "demo", "token", "new"));
        assertThat(gateway.list()).containsExactly(registration);
        assertThat(registration.target().token()).isEqualTo("new");
        assertThat(rooms.list()).hasSize(1);
    }

    @Test
    void startWebRTC_commandForARoomThatWasRefused_takesItsPlace() throws Exception {
        var component = new StartWebRTC(
                rooms, file("StartWebRTC", "ersIP", "127.0.0.1", "ersPort", "4545", "roomID", "demo", "token", "old"));
        var arguments = CommandArguments.of(
                RoomParameters.ALL, Map.of("ersIP", "127.0.0.1", "ersPort", "4545", "roomID", "demo", "token", "new"));
        var again = RoomParameters.intent(arguments, rooms.nextConfigId());
        assertThatThrownBy(() -> rooms.start(again)).hasMessageContaining("already");
        gateway.refuse();
        var registration = gateway.list().get(0);
        rooms.start(again);
        assertThat(gateway.list()).containsExactly(registration);
        assertThat(registration.target().token()).isEqualTo("new");
        assertThat(rooms.list()).hasSize(1);
        component.close(ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED);
        assertThat(gateway.list()).as("it is the command's now").hasSize(1);
    }

    private static Map<String, Object> file(String component, String... pairs) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("service.pid", "org.camquay.control." + component + "~x");
        properties.put("component.id", 7L);
        properties.put("felix.fileinstall.filename", "file:/etc/org.camquay.control." + component + "~x.cfg");
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        return properties;
    }
}
