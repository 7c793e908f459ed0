// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.camquay.itests.harness.Product;
import org.camquay.testkit.outside.Skip;

/** libwebrtc by webrtc-java, in this process. */
final class LibwebrtcPlayer implements Player {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** One for the process, and never disposed: a connection that outlives it ends the VM. */
    private static PeerConnectionFactory factory;

    static synchronized PeerConnectionFactory factory() {
        if (factory == null) {
            try {
                factory = new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));
            } catch (LinkageError e) {
                Skip.because("a system library of libwebrtc (libpulse0 libudev1 libx11-6 libxfixes3 libxrandr2"
                        + " libxcomposite1 libdbus-1-3) is not installed: " + e.getMessage());
            }
        }
        return factory;
    }

    @Override
    public void require() {
        factory();
    }

    /** By default it bundles where it must; bundle-only is its max-bundle. */
    @Override
    public List<String> offers() {
        return Cell.OFFERS;
    }

    @Override
    public List<JsonNode> play(Product product, List<Cell> cells) throws Exception {
        var reports = new ArrayList<JsonNode>();
        for (var cell : cells) {
            reports.add(play(product.api().uri("/whep/" + cell.stream()), cell));
        }
        return reports;
    }

    private ObjectNode play(URI whep, Cell cell) throws Exception {
        var report = new ObjectMapper().createObjectNode();
        URI location = null;
        try (var connection = new LibwebrtcConnection(factory(), cell)) {
            var reply = HTTP.send(
                    HttpRequest.newBuilder(whep)
                            .header("Content-Type", "application/sdp")
                            .POST(HttpRequest.BodyPublishers.ofString(connection.offer()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 201) {
                return report.put("status", reply.statusCode()).put("error", reply.body());
            }
            location = whep.resolve(reply.headers().firstValue("Location").orElseThrow());
            connection.accept(reply.body());
            await(connection, cell.expected(true), report);
        } finally {
            if (location != null) {
                HTTP.send(HttpRequest.newBuilder(location).DELETE().build(), HttpResponse.BodyHandlers.discarding());
            }
        }
        return report;
    }

    private static void await(LibwebrtcConnection connection, String expected, ObjectNode report) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        boolean enough;
        do {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            long frames = connection.inbound("video", "framesReceived");
            long packets = connection.inbound("audio", "packetsReceived");
            report.put("frames", frames).put("packets", packets).put("state", connection.state());
            enough = (!expected.contains("v") || frames >= 10) && (!expected.contains("a") || packets >= 25);
        } while (!enough && System.nanoTime() < end);
    }
}
