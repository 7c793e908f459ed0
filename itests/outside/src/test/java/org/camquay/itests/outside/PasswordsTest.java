// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password with each printable character of ASCII, as it is and as %XX: the camera gets it, and nothing shows it. */
class PasswordsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** What each password begins and ends with: neither may be seen, so that no part of one is. */
    private static final String BEGIN = "Zb4x";

    private static final String END = "Ye5w";
    private static final String FFMPEG = "ffmpeg.FfmpegCaptureDriver";
    private static final String OURS = "rtsp.RtspCaptureDriver";

    /** Nobody listens there. */
    private static final int DISCARD = 9;

    private static final String AMBIGUOUS = "#/?";
    private static final String NO_URI = " \"%<>[\\]^`{|}";

    private final List<String> shown = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {FFMPEG, OURS})
    void passwords_withEachPrintableCharacter_reachTheCameraAndAreShownNowhere(String driver) throws Exception {
        var etc = Workspace.temporary("etc");
        String other = driver.equals(OURS) ? FFMPEG : OURS;
        Files.writeString(etc.resolve("org.camquay.capture." + other + ".cfg"), "camquay.capture.schemes = none\n");
        var schemes = driver.equals(OURS) ? List.of("rtsp") : List.of("rtsp", "http", "rtmp");
        try (var camera = new Doubter();
                var product = Product.start(etc)) {
            for (char c = ' '; c <= '~'; c++) {
                pull(product, c, schemes, camera);
            }
            var wanted = new ArrayList<String>();
            for (char c = ' '; c <= '~'; c++) {
                wanted.add(password(c, "" + c));
            }
            Await.until("the camera is asked with each", PATIENCE, () -> camera.passwords.containsAll(wanted));
            var failed = new HashSet<String>();
            Await.until("each has failed once", PATIENCE, () -> {
                var pulls = product.api().data("listConfig").path("pull");
                for (var pull : pulls) {
                    if (pull.path("status").path("code").asText().equals("Disconnected")) {
                        failed.add(pull.path("localStreamName").asText());
                    }
                }
                return pulls.size() > wanted.size() && failed.size() == pulls.size();
            });

            look(product, etc);
        }
    }

    /** As it stands, and escaped: refused for what it is, or taken. */
    private void pull(Product product, char c, List<String> schemes, Doubter camera) {
        String name = String.format("%02x", (int) c);
        String raw = password(c, "" + c);
        var plain = call(product, "plain-" + name, "rtsp://cam:" + raw + "@127.0.0.1:" + camera.port() + "/live");
        if (AMBIGUOUS.indexOf(c) >= 0) {
            assertThat(plain.path("description").asText()).contains("'" + c + "'", String.format("%%%02X", (int) c));
        }
        assertThat(plain.path("status").asText())
                .as("with '%c' as it is", c)
                .isEqualTo((AMBIGUOUS + NO_URI).indexOf(c) >= 0 ? "FAIL" : "SUCCESS");
        String escaped = password(c, String.format("%%%02X", (int) c));
        for (var scheme : Character.isLetterOrDigit(c) ? List.of("rtsp") : schemes) {
            int port = scheme.equals("rtmp") ? DISCARD : camera.port();
            String uri = scheme + "://cam:" + escaped + "@127.0.0.1:" + port + "/live";
            assertThat(call(product, scheme + "-" + name, uri).path("status").asText())
                    .as("%s with '%c' as %%%02X", scheme, c, (int) c)
                    .isEqualTo("SUCCESS");
        }
    }

    private JsonNode call(Product product, String name, String uri) {
        var reply = product.api().call("pullStream", "uri=" + uri, "localStreamName=" + name);
        shown.add(reply.toString());
        return reply;
    }

    private static String password(char c, String written) {
        return String.format("%s%02x.%s.%s", BEGIN, (int) c, written, END);
    }

    private void look(Product product, Path etc) throws IOException {
        var api = product.api();
        var config = api.data("listConfig");
        shown.add(config.toString());
        shown.add(api.data("listStreams").toString());
        for (var name : config.path("pull").findValuesAsText("localStreamName")) {
            shown.add(api.call("getStreamInfo", "localStreamName=" + name).toString());
        }
        shown.add(api.get("/health").body());
        shown.add(String.join("\n", product.output()));
        shown.add(product.log());
        assertThat(String.join("\n", shown).lines())
                .as("what is shown")
                .hasSizeGreaterThan(200)
                .noneMatch(PasswordsTest::hasPassword);
        var holding = new ArrayList<Path>();
        try (var files = Files.walk(etc)) {
            for (var file : files.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                if (hasPassword(Files.readString(file, StandardCharsets.ISO_8859_1))) {
                    holding.add(file);
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
            }
        }
        assertThat(holding).as("files with passwords").isNotEmpty();
        System.out.println(
                "hold passwords: " + holding.stream().map(etc::relativize).toList());
    }

    private static boolean hasPassword(String text) {
        return text.contains(BEGIN) || text.contains(END);
    }

    /** A camera that believes no password, and notes each. */
    private static final class Doubter implements AutoCloseable {
        private static final String BASIC = "authorization: basic ";

        final Set<String> passwords = ConcurrentHashMap.newKeySet();
        private final ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());

        Doubter() throws IOException {
            daemon(() -> {
                while (true) {
                    var socket = server.accept();
                    daemon(() -> serve(socket));
                }
            });
        }

        private interface Task {
            void run() throws IOException;
        }

        private static void daemon(Task task) {
            var thread = new Thread(
                    () -> {
                        try {
                            task.run();
                        } catch (IOException e) {
                            // gone
                        }
                    },
                    "doubter");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve(Socket socket) throws IOException {
            try (socket;
                    var reader = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                var head = new ArrayList<String>();
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    head.add(line);
                    if (line.isEmpty()) {
                        socket.getOutputStream().write(answer(head).getBytes(StandardCharsets.US_ASCII));
                        head.clear();
                    }
                }
            }
        }

        private String answer(List<String> head) {
            boolean rtsp = head.get(0).contains(" RTSP/");
            String number = "";
            for (var line : head) {
                var low = line.toLowerCase(Locale.ROOT);
                if (low.startsWith(BASIC)) {
                    var login = new String(
                            Base64.getDecoder()
                                    .decode(line.substring(BASIC.length()).strip()),
                            StandardCharsets.UTF_8);
                    passwords.add(login.substring(login.indexOf(':') + 1));
                } else if (low.startsWith("cseq:")) {
                    number = line + "\r\n";
                }
            }
            return (rtsp ? "RTSP/1.0" : "HTTP/1.1") + " 401 Unauthorized\r\n" + number
                    + "WWW-Authenticate: Basic realm=\"doubt\"\r\nContent-Length: 0\r\n\r\n";
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
