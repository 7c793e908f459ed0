// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import static org.camquay.itests.harness.Bidi.object;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.camquay.testkit.outside.OutsideProgram;

/** Chromium behind its driver. */
final class ChromiumProgram implements BrowserProgram {
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final List<String> FLAGS = List.of(
            "--headless=new",
            "--no-sandbox", // it will not run as root otherwise
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Spoken driver;
    private final URI session;
    private final URI url;

    private ChromiumProgram(Place place, Spoken driver, List<String> flags) throws IOException, InterruptedException {
        this.driver = driver;
        int port = place.reach(Integer.parseInt(driver.await(PORT).group(1)));
        var body = object();
        var wanted = body.putObject("capabilities").putObject("alwaysMatch");
        wanted.put("browserName", "chrome").put("webSocketUrl", true);
        var options = wanted.putObject("goog:chromeOptions");
        options.put("binary", OutsideProgram.CHROMIUM.path().toString());
        var args = options.putArray("args");
        flags.forEach(args::add);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/session"))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        var answer = Bidi.JSON
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("value");
        if (!answer.has("sessionId")) {
            throw new AssertionError("chromedriver: " + answer);
        }
        session = URI.create("http://127.0.0.1:" + port + "/session/"
                + answer.path("sessionId").asText());
        var socket = URI.create(answer.path("capabilities").path("webSocketUrl").asText());
        url = URI.create("ws://127.0.0.1:" + port + socket.getRawPath());
    }

    static ChromiumProgram start(Place place, boolean soundWithoutClick, List<String> more) {
        OutsideProgram.require(OutsideProgram.CHROMIUM, OutsideProgram.CHROMEDRIVER);
        return OutsideProgram.CHROMEDRIVER.start(() -> launch(place, soundWithoutClick, more));
    }

    private static ChromiumProgram launch(Place place, boolean soundWithoutClick, List<String> more)
            throws IOException, InterruptedException {
        var flags = new ArrayList<>(FLAGS);
        flags.add("--user-data-dir=" + Workspace.temporary("chromium"));
        if (soundWithoutClick) {
            flags.add("--autoplay-policy=no-user-gesture-required");
        }
        flags.addAll(more);
        var driver = new Spoken(
                "chromedriver",
                place.command(List.of(OutsideProgram.CHROMEDRIVER.path().toString(), "--port=0")));
        try {
            return new ChromiumProgram(place, driver, flags);
        } catch (IOException | InterruptedException | AssertionError e) {
            driver.close();
            throw e;
        }
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public boolean wantsSession() {
        return false;
    }

    @Override
    public void close() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(session)
                    .timeout(Duration.ofSeconds(10))
                    .DELETE()
                    .build();
            client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            // it has ended already
        } finally {
            driver.close();
        }
    }
}
