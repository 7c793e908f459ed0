// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.camquay.itests.harness.NetworkSpace;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.Python;

/** The line from a camera (whence it goes "down") to a viewer, as bad as it is told to be; see {@code line.py}. */
final class Line implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    Line(NetworkSpace camera, String cameraAddress, NetworkSpace viewer, String viewerAddress, String device)
            throws IOException {
        process = new ProcessBuilder(List.of(
                        Python.path().toString(),
                        script().toString(),
                        camera.name(),
                        cameraAddress,
                        viewer.name(),
                        viewerAddress,
                        device,
                        "1"))
                .redirectError(Workspace.target("logs")
                        .resolve("line-" + device + ".log")
                        .toFile())
                .start();
        answers = process.inputReader();
        orders = process.outputWriter();
        if (!"open".equals(answers.readLine())) {
            throw new IOException("no line; see target/logs/line-" + device + ".log");
        }
    }

    private static Path script() throws IOException {
        try (var resource = Line.class.getResourceAsStream("line.py")) {
            return Files.write(Workspace.temporary("line").resolve("line.py"), resource.readAllBytes());
        }
    }

    /** From now on as these words say, such as {@code both loss=2}; what it has carried until now. */
    JsonNode is(String words) {
        try {
            orders.write(words + "\n");
            orders.flush();
            return JSON.readTree(answers.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Good again, with nothing but the delay of a city. */
    void good() {
        is("both delay=5 loss=0 duplicate=0 reorder=0 rate=0");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
