// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camquay.itests.harness.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** The one gate of the built product: before every servlet there is, whoever brings it. */
@Timeout(240)
class GateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PID = "org.camquay.gate.Gate";
    private static final String PATTERN = "osgi.http.whiteboard.servlet.pattern";
    private static final List<String> OTHER_PATHS = List.of("/", "/favicon.ico", "/no/such/thing");

    private static EmbeddedProduct product;

    private final List<ServiceRegistration<?>> registered = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        product = EmbeddedProduct.demo(null);
    }

    @AfterAll
    static void stop() throws Exception {
        if (product != null) {
            product.close();
        }
    }

    @AfterEach
    void unregister() {
        registered.forEach(ServiceRegistration::unregister);
    }

    /** The patterns of all servlets and resources that the whiteboard has now. */
    private static Set<String> patterns() throws Exception {
        var patterns = new TreeSet<String>();
        for (String property : List.of(PATTERN, "osgi.http.whiteboard.resource.pattern")) {
            for (var service : services(null, "(" + property + "=*)")) {
                var value = service.getProperty(property);
                patterns.addAll(value instanceof String[] many ? Arrays.asList(many) : List.of((String) value));
            }
        }
        return patterns;
    }

    private static List<ServiceReference<?>> services(String type, String filter) throws Exception {
        var services = product.context().getAllServiceReferences(type, filter);
        return services == null ? List.of() : List.of(services);
    }

    @SuppressWarnings("unchecked")
    private static Set<String> faces() throws Exception {
        var paths = new HashSet<String>();
        for (var service : services("org.camquay.gate.Face", null)) {
            var face = service.getBundle().getBundleContext().getService(service);
            var asked = service.getBundle().loadClass("org.camquay.gate.Face").getMethod("paths");
            paths.addAll((List<String>) asked.invoke(face));
        }
        return paths;
    }

    /** A request line and headers as they are; the answer. */
    private static String raw(String requestLine, String... headers) throws IOException {
        var url = product.api().uri("/");
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(20_000);
            var host = List.of(headers).stream().anyMatch(header -> header.startsWith("Host:"))
                    ? ""
                    : "Host: " + url.getAuthority() + "\r\n";
            var text = requestLine + " HTTP/1.1\r\n" + host + String.join("\r\n", headers)
                    + (headers.length == 0 ? "" : "\r\n") + "Connection: close, Upgrade\r\n\r\n";
            socket.getOutputStream()
                    .write(text.replace("PORT", "" + url.getPort()).getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String requestLine, String... headers) throws IOException {
        return Integer.parseInt(raw(requestLine, headers).split(" ")[1]);
    }

    /** Paths of every servlet, and some of none. */
    private static Set<String> paths() throws Exception {
        var paths = new TreeSet<>(OTHER_PATHS);
        patterns().forEach(pattern -> paths.add(pattern.replaceFirst("/\\*$", "/demo")));
        return paths;
    }

    @Test
    void servlets_ofTheProduct_haveAFaceEach() throws Exception {
        assertThat(patterns()).contains("/api/*", "/whep/*", "/signaling", "/play/*", "/health");
        assertThat(faces())
                .as("a new servlet registers a face, see docs/gate.md")
                .containsAll(patterns());
    }

    @Test
    void request_byANameOfOthers_isMisdirectedOnEveryPath() throws Exception {
        for (String path : paths()) {
            for (String method : List.of("GET ", "POST ", "OPTIONS ")) {
                for (String host : List.of("evil.example:PORT", "localhost.evil.example", "127.0.0.1.evil.example")) {
                    assertThat(status(method + path, "Host: " + host, "Origin: http://" + host))
                            .as(method + path + " at " + host)
                            .isEqualTo(421);
                }
            }
            assertThat(status("GET " + path, "Host: localhost:PORT")).as(path).isNotIn(400, 403, 421);
        }
    }

    @Test
    void request_ofAnotherSitesPage_isRefusedOnEveryFace() throws Exception {
        String[] upgrade = {
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Origin: https://evil.example"
        };
        for (String path : paths()) {
            int refused = OTHER_PATHS.contains(path) && !path.equals("/") ? 404 : 403;
            for (String headers : List.of(
                    "Origin: https://evil.example",
                    "Origin: null",
                    "Origin: http://127.0.0.1:1",
                    "Origin: https://127.0.0.1:PORT",
                    "Sec-Fetch-Site: cross-site")) {
                boolean local = headers.equals("Origin: http://127.0.0.1:1")
                        || headers.equals("Origin: https://127.0.0.1:PORT");
                if (!local || !path.matches("/whep.*|/camquay.js")) {
                    assertThat(status("POST " + path, headers))
                            .as(path + " " + headers)
                            .isEqualTo(refused);
                }
            }
            assertThat(status("GET " + path, upgrade)).as(path).isEqualTo(refused);
        }
    }

    @Test
    void path_withTwoReadings_isRefusedOnEveryFace() throws Exception {
        for (String path : paths()) {
            String below = path.endsWith("/") ? path : path + "/";
            for (String odd : List.of(
                    path + ";x",
                    below + "..;/api/help",
                    below + "%2e%2e/api/help",
                    below + "a%2fb",
                    below + "%5c",
                    below + "../api/help",
                    below + "%252e%252e%252fetc",
                    below + "/x",
                    below + "%00")) {
                assertThat(status("GET " + odd)).as(odd).isEqualTo(400);
            }
        }
    }

    /** A servlet of another bundle that nobody told the gate about. */
    @Test
    void servlet_withoutAFace_isServedToNobody() throws Exception {
        registerServlet("/vendor/*");
        var answer = raw("GET /vendor/secret");
        assertThat(answer)
                .startsWith("HTTP/1.1 404")
                .contains("register a face")
                .doesNotContain("s3cret");
    }

    /** Files of a bundle, which need no servlet. */
    @Test
    void resource_withoutAFace_isServedToNobody() throws Exception {
        var properties = Map.of(
                "osgi.http.whiteboard.resource.pattern",
                "/files/*",
                "osgi.http.whiteboard.resource.prefix",
                "/META-INF");
        registered.add(product.bundle("http")
                .getBundleContext()
                .registerService(Object.class.getName(), new Object(), new Hashtable<>(properties)));
        assertThat(raw("GET /files/MANIFEST.MF"))
                .startsWith("HTTP/1.1 404")
                .contains("register a face")
                .doesNotContain("Bundle-SymbolicName");
    }

    private void registerServlet(String pattern) throws Exception {
        var bundle = product.bundle("http");
        var servlet = bundle.loadClass("jakarta.servlet.Servlet");
        var response = bundle.loadClass("jakarta.servlet.ServletResponse");
        var vendor =
                Proxy.newProxyInstance(servlet.getClassLoader(), new Class<?>[] {servlet}, (self, method, given) -> {
                    switch (method.getName()) {
                        case "hashCode":
                            return System.identityHashCode(self);
                        case "equals":
                            return self == given[0];
                        case "service":
                            var writer = (java.io.PrintWriter)
                                    response.getMethod("getWriter").invoke(given[1]);
                            writer.print("s3cret");
                            return null;
                        default:
                            return null;
                    }
                });
        registered.add(bundle.getBundleContext()
                .registerService("jakarta.servlet.Servlet", vendor, new Hashtable<>(Map.of(PATTERN, pattern))));
    }

    /** Late at the start, there, taken away, back: nothing opens meanwhile, and health tells. */
    @Test
    void authorizer_comesLateAndGoes_theDoorStaysShut() throws Exception {
        product.bundle("access").stop(); // ours would decide
        product.configure(PID, "askTokens = true");
        try {
            Await.until("tokens are asked", PATIENCE, () -> status("GET /api/help") == 503);
            for (int round = 0; round < 2; round++) {
                shut();
                var authorizer = registerAuthorizer();
                assertThat(status("GET /api/help")).isEqualTo(401);
                assertThat(status("GET /api/help", "Authorization: Bearer wrong"))
                        .isEqualTo(401);
                assertThat(status("GET /api/help", "Authorization: Bearer t0ken"))
                        .isEqualTo(200);
                assertThat(status("POST /whep/demo", "Authorization: Bearer t0ken"))
                        .isEqualTo(415);
                assertThat(product.api().get("/health").statusCode()).isEqualTo(200);
                authorizer.unregister();
                registered.remove(authorizer);
            }
            shut();
        } finally {
            product.configure(PID, "askTokens = false");
            product.bundle("access").start();
            Await.until("nobody is asked", PATIENCE, () -> status("GET /api/help") == 200);
        }
    }

    private static void shut() throws IOException {
        for (String path : List.of("GET /api/help", "POST /whep/demo", "DELETE /whep/demo/x")) {
            assertThat(raw(path, "Authorization: Bearer t0ken"))
                    .as(path)
                    .startsWith("HTTP/1.1 503")
                    .contains("Retry-After");
        }
        var health = product.api().get("/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("service authorizer");
    }

    private ServiceRegistration<?> registerAuthorizer() throws Exception {
        var owner = product.bundle("gate");
        var type = owner.loadClass("org.camquay.api.access.Authorizer");
        var request = owner.loadClass("org.camquay.api.access.AccessRequest");
        var granted = owner.loadClass("org.camquay.api.access.AccessDecision$Granted")
                .getConstructor(String.class, String.class);
        var denied =
                owner.loadClass("org.camquay.api.access.AccessDecision$Denied").getConstructor(int.class, String.class);
        var authorizer = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            switch (method.getName()) {
                case "hashCode":
                    return System.identityHashCode(self);
                case "equals":
                    return self == given[0];
                default:
                    return request.getMethod("token").invoke(given[0]).equals("t0ken")
                            ? granted.newInstance("anna", "")
                            : denied.newInstance(401, "show a token");
            }
        });
        var registration = owner.getBundleContext().registerService(type.getName(), authorizer, new Hashtable<>());
        registered.add(registration);
        return registration;
    }
}
