// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.Test;

/** The Felix shell, on a terminal made by {@code script}. */
class ShellTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("Ready: http://127\\.0\\.0\\.1:(\\d+)/");

    @Test
    void startWebRTC_typedAtTheShell_works() throws Exception {
        OutsideProgram.SCRIPT.require();
        var screen = Files.createTempFile(Workspace.target("logs"), "shell", ".log");
        var command = Workspace.product().resolve("bin/camquay") + " demo --port 0 --etc " + Workspace.temporary("etc");
        var terminal = new ProcessBuilder("script", "-qfec", command, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile())
                .start();
        try (var keyboard = terminal.getOutputStream()) {
            Await.until(
                    "ready",
                    PATIENCE,
                    () -> READY.matcher(Files.readString(screen)).find());
            var ready = READY.matcher(Files.readString(screen));
            assertThat(ready.find()).isTrue();
            type(keyboard, "startWebRTC ersIP=127.0.0.1 ersPort=" + ready.group(1) + " roomID=room2");
            Await.until(
                    "the reply",
                    PATIENCE,
                    () -> Files.readString(screen).contains("Started WebRTC Negotiation Service"));
            type(keyboard, "listConfig");
            Await.until(
                    "room2 is listed",
                    PATIENCE,
                    () -> Pattern.compile("\"roomid\"\\s*:\\s*\"room2\"")
                            .matcher(Files.readString(screen))
                            .find());
            type(keyboard, "pullStream uri=\"test:bars?size=320x180&fps=5\" localStreamName=small");
            Await.until("a quoted URI", PATIENCE, () -> Files.readString(screen).contains("enqueued for pulling"));
            type(keyboard, "startWebRTC ersIP=127.0.0.1 ersPort=0 roomID=x");
            Await.until("the refusal", PATIENCE, () -> Files.readString(screen).contains("FAIL"));
            type(keyboard, "exit 0");
        } finally {
            if (!terminal.waitFor(15, TimeUnit.SECONDS)) {
                terminal.descendants().forEach(ProcessHandle::destroy);
                terminal.destroy();
            }
        }
        assertThat(terminal.isAlive()).as(Files.readString(screen)).isFalse();
    }

    private static void type(java.io.OutputStream keyboard, String line) throws java.io.IOException {
        keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }
}
