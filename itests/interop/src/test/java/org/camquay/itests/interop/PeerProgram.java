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
import org.camquay.itests.harness.Tools;
import org.camquay.itests.harness.Workspace;

/** A viewer of another make, in a process of its own that ends when it has seen and heard enough. */
enum PeerProgram {
    AIORTC("import aiortc, websockets"),
    WEBRTCBIN("import gi, websockets; gi.require_version('Gst', '1.0'); gi.require_version('GstSdp', '1.0');"
            + " gi.require_version('GstWebRTC', '1.0'); from gi.repository import Gst, GstSdp, GstWebRTC; Gst.init(None);"
            + " missing = [e for e in ('webrtcbin', 'nicesrc', 'dtlsdec', 'srtpdec', 'rtph264depay', 'avdec_h264', 'opusdec')"
            + " if not Gst.ElementFactory.find(e)]; assert not missing, missing");

    private static final long PATIENCE_SECONDS = 90;

    private final String probe;

    PeerProgram(String probe) {
        this.probe = probe;
    }

    void require() {
        Tools.requirePython(this + " with python3-websockets", probe);
    }

    /** Watches the demo over ONVIF, where the camera offers, or WHEP, where the peer does; what it says at its end. */
    JsonNode watch(Product product, boolean onvif) throws IOException, InterruptedException {
        var script = Path.of("peers", this + "_viewer.py").toAbsolutePath();
        var how = onvif ? "onvif" : "whep";
        var where = onvif
                ? List.of(how, "ws://127.0.0.1:" + product.port() + "/signaling", "demo")
                : List.of(how, product.api().uri("/whep/demo").toString());
        var log = Workspace.target("logs").resolve(this + "-" + how + ".log");
        var command = new ArrayList<>(List.of(Tools.python().toString(), script.toString()));
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
