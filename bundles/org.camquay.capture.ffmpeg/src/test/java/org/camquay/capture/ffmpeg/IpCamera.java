// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The RTSP camera of {@code itests/camera/ipcam.py} on a free port of 127.0.0.1. */
final class IpCamera implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";

    private final Process process;
    private final int port;

    IpCamera(String... options) throws IOException {
        OutsidePrograms.require(
                "GStreamer's RTSP server (python3-gi, gir1.2-gst-rtsp-server-1.0)",
                List.of(PYTHON, "-c", "import gi; gi.require_version('GstRtspServer', '1.0')"));
        for (String element : List.of("x264enc", "x265enc", "avenc_aac", "rtph264pay", "h264parse", "opusenc")) {
            OutsidePrograms.require(
                    "GStreamer's element " + element + " (gstreamer1.0-plugins-good, -bad, -ugly, gstreamer1.0-libav)",
                    List.of("gst-inspect-1.0", "--exists", element));
        }
        List<String> command = new ArrayList<>(List.of(PYTHON, script().toString()));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("rtsp ")) {
            close();
            throw new IOException("the camera does not start: " + line);
        }
        port = Integer.parseInt(line.split(" ")[2]);
    }

    private static Path script() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path script = at.resolve("itests/camera/ipcam.py");
            if (Files.exists(script)) {
                return script;
            }
        }
        throw new IOException("itests/camera/ipcam.py is not there");
    }

    URI uri(String path) {
        return URI.create("rtsp://127.0.0.1:" + port + path);
    }

    URI uri(String user, String password, String path) {
        return URI.create("rtsp://" + user + ":" + password + "@127.0.0.1:" + port + path);
    }

    /** Ends it at once, as when the power goes. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
