// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.camquay.itests.harness.Api;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.NetworkSpace;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.OutsideProgram;
import org.camquay.testkit.outside.Skip;

/** A camera, and viewers at the ends of lines of their own. */
final class World implements AutoCloseable {
    static final int PORT = 4545;
    /** Room and stream with one picture. */
    static final String STREET = "street";
    /** Room and group with a picture in two qualities. */
    static final String DOOR = "door";
    /** Room and stream with one picture, whose key frames are large. */
    static final String GATE = "gate";

    /**
     * The rest of a busy machine comes after what is measured. Where sessions compete as groups, a program's own niceness
     * counts only within its session, so each gets one of its own.
     */
    private static final String[] AHEAD = {
        "setsid", "sh", "-c", "echo -10 2>/dev/null >/proc/self/autogroup; exec nice -n -10 \"$@\"", "sh"
    };

    private static final String SPACES = "cqw";

    private final String prefix = SPACES + ProcessHandle.current().pid() + "-";
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final NetworkSpace camera;
    private final Product product;
    private final Api api;
    private int viewers;

    /** Ends the test, skipped by name, where none can be made. */
    static void require() {
        OutsideProgram.require(
                OutsideProgram.CHROMIUM,
                OutsideProgram.CHROMEDRIVER,
                OutsideProgram.FFMPEG,
                OutsideProgram.FFMPEG_X264);
        NetworkSpace.require();
        if (!Files.exists(Path.of("/dev/net/tun"))) {
            Skip.because("there is no /dev/net/tun");
        }
    }

    World() throws IOException {
        this(List.of(STREET, DOOR));
    }

    /** A camera that waits in these rooms. */
    World(List<String> rooms) throws IOException {
        NetworkSpace.removeLeftovers(SPACES);
        camera = space("camera");
        var etc = Workspace.temporary("etc");
        for (var room : rooms) {
            switch (room) {
                case STREET -> Clip.MAIN.pull(etc, STREET, "");
                case GATE -> Clip.LARGE_KEYS.pull(etc, GATE, "");
                default -> {
                    Clip.MAIN.pull(etc, "door-main", "group=" + DOOR + "\n");
                    Clip.SUB.pull(etc, "door-sub", "group=" + DOOR + "\n");
                }
            }
            Files.writeString(
                    etc.resolve("org.camquay.control.StartWebRTC~" + room + ".cfg"),
                    "ersIP=127.0.0.1\nersPort=" + PORT + "\nroomID=" + room + "\n");
        }
        product = Product.start(
                camera,
                etc,
                "--features=camera,rendezvous",
                "--bind=0.0.0.0",
                "--port=" + PORT,
                "--open",
                "--media=" + Clip.FOLDER);
        parts.add(product);
        var commands = product.api();
        api = commands;
        Await.until(
                "the camera waits in its rooms",
                Duration.ofSeconds(30),
                () -> commands.data("listConfig")
                        .path("webrtc")
                        .findValuesAsText("code")
                        .equals(Collections.nCopies(rooms.size(), "Connected")));
    }

    private NetworkSpace space(String name) {
        var space = new NetworkSpace(prefix + name, AHEAD);
        parts.add(space);
        return space;
    }

    /** A new viewer, at the end of a good line. */
    Viewer viewer(String name, String... flags) throws IOException {
        var viewer = new Viewer(++viewers, camera, space(name), flags);
        parts.add(viewer);
        return viewer;
    }

    /** What the camera says of all its viewers' connections. */
    JsonNode peers() {
        return api.data("getPeerInfo");
    }

    /** The server's process. */
    ProcessHandle process() {
        return camera.processes().stream()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("org.camquay.launcher"))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** The server's commands; one of it, since each has connections of its own. */
    Api api() {
        return api;
    }

    /** What the server said last. */
    String log() {
        return product.tail();
    }

    @Override
    public void close() {
        // in the reverse order, and all of it whatever fails
        for (int i = parts.size() - 1; i >= 0; i--) {
            try {
                parts.get(i).close();
            } catch (Exception | AssertionError e) {
                System.err.println("not closed: " + e);
            }
        }
    }
}
