// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.camquay.api.control.CommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntentsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("state/intents.json");
    }

    @Test
    void put_thenRestart_sameIntentsDeviceAndNumbers() throws Exception {
        var store = new Intents(file);
        store.nextConfigId();
        store.put(pull(store.nextConfigId(), "cam1"));
        store.put(room(store.nextConfigId(), "demo"));

        var again = new Intents(file);
        assertThat(again.device()).isEqualTo(store.device());
        assertThat(again.pulls()).containsExactlyElementsOf(store.pulls()).hasSize(1);
        assertThat(again.rooms()).containsExactlyElementsOf(store.rooms()).hasSize(1);
        assertThat(again.nextConfigId()).isEqualTo(4);
    }

    @Test
    void put_anyFile_onlyItsOwnerReadsIt() throws Exception {
        new Intents(file).put(pull(1, "cam1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void remove_known_isGoneAfterRestart() throws Exception {
        var store = new Intents(file);
        store.put(pull(1, "cam1"));
        store.put(pull(2, "cam2"));
        store.remove(1);
        assertThat(new Intents(file).pulls()).extracting(PullIntent::configId).containsExactly(2L);
    }

    @Test
    void start_fileCutShort_setAsideAndReadablePartKept() throws Exception {
        var store = new Intents(file);
        store.put(pull(1, "cam1"));
        store.put(pull(2, "cam2"));
        String whole = Files.readString(file);
        String cut = whole.substring(0, whole.indexOf("cam2"));
        Files.writeString(file, cut);

        var again = new Intents(file);
        assertThat(again.device()).isEqualTo(store.device());
        assertThat(again.pulls()).extracting(PullIntent::localStreamName).containsExactly("cam1");
        assertThat(file.resolveSibling("intents.json.broken-1")).hasContent(cut);
        assertThat(new Intents(file).pulls()).hasSize(1);
        assertThat(file.resolveSibling("intents.json.broken-2")).doesNotExist();
    }

    @Test
    void start_oneEntryWrong_othersKept() throws Exception {
        var store = new Intents(file);
        store.put(pull(1, "cam1"));
        store.put(pull(2, "cam2"));
        Files.writeString(file, Files.readString(file).replace("\"cam1\"", "\"no such/name\""));
        assertThat(new Intents(file).pulls())
                .extracting(PullIntent::localStreamName)
                .containsExactly("cam2");
        assertThat(file.resolveSibling("intents.json.broken-1")).exists();
    }

    @Test
    void start_garbageTwice_eachSetAsideUnderItsOwnNumber() throws Exception {
        Files.createDirectories(file.getParent());
        for (String garbage : new String[] {"", "[1,2]", "{\"pull\":7}", "{\"device\":\"x\"}", "\u0000\u0001{{{"}) {
            Files.writeString(file, garbage);
            var store = new Intents(file);
            assertThat(store.pulls()).isEmpty();
            assertThat(store.device()).isNotNull();
        }
        for (int i = 1; i <= 5; i++) {
            assertThat(file.resolveSibling("intents.json.broken-" + i)).exists();
        }
    }

    @Test
    void put_folderCannotBeMade_failsAndNamesTheFile() throws Exception {
        Files.writeString(folder.resolve("state"), "in the way");
        var store = new Intents(file);
        assertThatThrownBy(() -> store.put(pull(1, "cam1")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("intents.json");
        assertThat(store.pulls()).isEmpty();
    }

    @Test
    void read_storedBeforeThereWereGroups_hasNone() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"pull": [{"configId": 3, "uri": "test:bars", "localStreamName": "bars", "keepAlive": true,
                  "forceTcp": true, "lazy": false}]}
                """);
        assertThat(new Intents(file).pulls())
                .containsExactly(new PullIntent(3, "test:bars", "bars", true, true, false, ""));
    }

    @Test
    void toString_intents_holdNoSecret() {
        assertThat(pull(1, "cam1").toString()).doesNotContain("s3cret");
        assertThat(room(1, "demo").toString()).doesNotContain("t0ken");
    }

    private static PullIntent pull(long id, String name) {
        return new PullIntent(id, "rtsp://admin:s3cret@192.0.2.1/live", name, true, true, false, "");
    }

    private static WebRtcIntent room(long id, String name) {
        return new WebRtcIntent(
                id,
                "ers.example",
                "192.0.2.2",
                4545,
                false,
                "ws://ers.example:4545/signaling",
                name,
                "t0ken",
                true,
                "",
                List.of());
    }
}
