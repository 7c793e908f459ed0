// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.Python;

/** A viewer of another make, in a process of its own that ends when it has seen and heard enough. */
enum PeerProgram {
    AIORTC("aiortc (Debian: python3-aiortc python3-websockets)", "import websockets, aiortc"),
    WEBRTCBIN(
            "GStreamer's webrtcbin (Debian: gir1.2-gst-plugins-base-1.0 gir1.2-gst-plugins-bad-1.0 python3-gi"
                    + " python3-websockets)",
            """
            import websockets, gi
            for library in ('Gst', 'GstSdp', 'GstWebRTC'):
                gi.require_version(library, '1.0')
            from gi.repository import Gst, GstSdp, GstWebRTC
            Gst.init(None)
            for package, elements in {
                    'gstreamer1.0-plugins-base': 'opusdec videoconvert',
                    'gstreamer1.0-plugins-good': 'rtph264depay rtpopusdepay rtpbin',
                    'gstreamer1.0-plugins-bad': 'webrtcbin dtlsdec srtpdec',
                    'gstreamer1.0-libav': 'avdec_h264',
                    'gstreamer1.0-nice': 'nicesrc'}.items():
                for element in elements.split():
                    assert Gst.ElementFactory.find(element), element + ' (Debian: ' + package + ') is missing'
            """);

    private static final long PATIENCE_SECONDS = 90;

    private final String packages;
    private final String probe;

    PeerProgram(String packages, String probe) {
        this.packages = packages;
        this.probe = probe;
    }

    void require() {
        Python.require(packages, probe);
    }

    /** Watches the demo over ONVIF, where the camera offers, or WHEP, where the peer does; what it says at its end. */
    JsonNode watch(Product product, boolean onvif) throws IOException, InterruptedException {
        var script = Path.of("peers", this + "_viewer.py").toAbsolutePath();
        var how = onvif ? "onvif" : "whep";
        var where = onvif
                ? List.of(how, "ws://127.0.0.1:" + product.port() + "/signaling", "demo")
                : List.of(how, product.api().uri("/whep/demo").toString());
        var log = Workspace.target("logs").resolve(this + "-" + how + ".log");
        var command = new ArrayList<>(List.of(Python.path().toString(), script.toString()));
        command.addAll(where);
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        var out = Workspace.temporary("peer").resolve("report.json");
        var process = builder.redirectOutput(out.toFile()).start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(this + " did not end: " + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
        var report = Files.readString(out);
        if (report.isBlank()) {
            throw new AssertionError(this + " said nothing: " + Files.readString(log));
        }
        return new ObjectMapper().readTree(report);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
