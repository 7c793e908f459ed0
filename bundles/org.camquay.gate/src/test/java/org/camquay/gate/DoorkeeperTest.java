// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.gate.GuardedServer.status;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.camquay.api.access.AccessDecision.Denied;
import org.camquay.api.access.AccessDecision.Granted;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.access.Authorizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every check on every kind of face, in a real Jetty. */
@Timeout(60)
class DoorkeeperTest {
    private static final GateSettings SETTINGS =
            new GateSettings(List.of("cam.example"), List.of("https://listed.example"), List.of("127.0.0.2"), true, 50);

    private final AtomicLong nanos = new AtomicLong();
    private final Gate gate = new Gate(SETTINGS, nanos::get);
    private GuardedServer server;

    private record FixedFace(String path, Terms terms) implements Face {
        @Override
        public List<String> paths() {
            return List.of(path);
        }

        @Override
        public Terms terms(String method, String path) {
            return terms;
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new GuardedServer(gate);
        server.doorkeeper.addFace(new FixedFace(
                "/api/*", Terms.needs(Scope.CONTROL, Kind.COMMAND, "list").answered(Form.JSON)));
        server.doorkeeper.addFace(new FixedFace(
                "/whep/*", Terms.needs(Scope.VIEW, Kind.STREAM, "demo").forPages(Pages.LISTED_AND_LOCAL)));
        server.doorkeeper.addFace(new FixedFace("/signaling", Terms.open().forPages(Pages.LISTED)));
        server.doorkeeper.addFace(new FixedFace("/", Terms.open()));
        gate.setAuthorizer(this::decide);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private org.camquay.api.access.AccessDecision decide(AccessRequest request) {
        return switch (request.token()) {
            case "good" -> new Granted("anna", "room", Set.of("demo"));
            case "elsewhere" -> new Granted("anna", "room", Set.of("other"));
            case "narrow" -> new Denied(403, "not for you");
            case "odd" -> new Denied(302, "elsewhere");
            case "nobody" -> new Granted(null, null, Set.of());
            case "speechless" -> new Denied(401, null);
            case "throws" -> throw new IllegalStateException("s3cret");
            case "null" -> null;
            default -> new Denied(401, "show a token");
        };
    }

    /** What each face answers, in the order of the columns: commands, viewers, signaling, page. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a good token               | Authorization: Bearer good      | 200 | 200 | 200 | 200
            no token                   |                                 | 401 | 401 | 200 | 200
            a bad token                | Authorization: Bearer bad       | 401 | 401 | 200 | 200
            a token of another scheme  | Authorization: Basic good       | 401 | 401 | 200 | 200
            a malformed token          | Authorization: Bearer a b       | 400 | 400 | 200 | 200
            a token for less           | Authorization: Bearer narrow    | 403 | 403 | 200 | 200
            a stream of another room   | Authorization: Bearer elsewhere | 200 | 403 | 200 | 200
            an odd decision            | Authorization: Bearer odd       | 403 | 403 | 200 | 200
            a grant without subject    | Authorization: Bearer nobody    | 200 | 200 | 200 | 200
            a refusal without reason   | Authorization: Bearer speechless | 401 | 401 | 200 | 200
            an authorizer that throws  | Authorization: Bearer throws    | 503 | 503 | 200 | 200
            an authorizer without word | Authorization: Bearer null      | 503 | 503 | 200 | 200
            two tokens                 | Authorization: Bearer good~Authorization: Bearer good | 400 | 400 | 200 | 200
            a rebound name             | Host: evil.example:PORT         | 421 | 421 | 421 | 421
            a name that ends so        | Host: 127.0.0.1.evil.example    | 421 | 421 | 421 | 421
            a rebound page             | Host: evil.example:PORT~Origin: http://evil.example:PORT~Authorization: Bearer good | 421 | 421 | 421 | 421
            our name                   | Host: cam.example~Authorization: Bearer good | 200 | 200 | 200 | 200
            no host at all             | Host:                           | 400 | 400 | 400 | 400
            two hosts                  | Host: 127.0.0.1:PORT~Host: evil.example | 400 | 400 | 400 | 400
            a page of ours             | Origin: http://127.0.0.1:PORT~Authorization: Bearer good  | 200 | 200 | 200 | 200
            a page of another site     | Origin: https://evil.example~Authorization: Bearer good   | 403 | 403 | 403 | 403
            a page without origin      | Origin: null~Authorization: Bearer good                   | 403 | 403 | 403 | 403
            two origins                | Origin: http://127.0.0.1:PORT~Origin: https://evil.example | 400 | 400 | 400 | 400
            a page of a listed site    | Origin: https://listed.example~Authorization: Bearer good | 403 | 200 | 200 | 403
            a page of this machine     | Origin: http://localhost:3000~Authorization: Bearer good  | 403 | 200 | 403 | 403
            another site's form        | Sec-Fetch-Site: cross-site~Authorization: Bearer good     | 403 | 403 | 403 | 403
            words of no proxy          | X-Forwarded-Host: localhost~Host: evil.example            | 421 | 421 | 421 | 421
            """)
    void post_eachFace_meetsTheSameChecks(String what, String headers, int command, int viewer, int signaling, int page)
            throws Exception {
        String[] sent = headers == null ? new String[0] : headers.split("~");
        assertThat(status(server.raw("POST /api/list", sent))).as("/api").isEqualTo(command);
        assertThat(status(server.raw("POST /whep/demo", sent))).as("/whep").isEqualTo(viewer);
        assertThat(status(server.raw("POST /signaling", sent))).as("/signaling").isEqualTo(signaling);
        assertThat(status(server.raw("POST /", sent))).as("page").isEqualTo(page);
        assertThat(server.admitted).hasSize((int) List.of(command, viewer, signaling, page).stream()
                .filter(status -> status == 200)
                .count());
    }

    @ParameterizedTest
    @CsvSource({
        "/api;x/list, 400",
        "/api/list;jsessionid=1, 400",
        "/whep/a%2fb, 400",
        "/whep/../api/list, 400",
        "/whep/%2e%2e/api/list, 400",
        "/whep//demo, 400",
        "/whep/%252e%252e/x, 400",
        "/api/%zz, 400",
        "/unknown, 404",
        "/apis, 404",
        "/signaling/x, 404",
        "/whep, 200",
        "/whep/, 200",
        "/whep/demo/id, 200"
    })
    void post_path_hasOneReadingAndAFace(String path, int status) throws Exception {
        assertThat(status(server.raw("POST " + path, "Authorization: Bearer good")))
                .isEqualTo(status);
        assertThat(server.admitted).hasSize(status == 200 ? 1 : 0);
    }

    @Test
    void refusal_hasTheHeadersAndTheFormOfItsFace() throws Exception {
        assertThat(server.raw("POST /api/list"))
                .contains("WWW-Authenticate: Bearer\r\n", "Content-Type: application/json;charset=utf-8")
                .endsWith("{\"status\":\"FAIL\",\"description\":\"show a token\",\"data\":null}");
        assertThat(server.raw("POST /whep/demo", "Authorization: Bearer bad"))
                .contains("WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", "Content-Type: text/plain")
                .endsWith("show a token\n");
        assertThat(server.raw("POST /whep/demo", "Authorization: Bearer narrow"))
                .contains("WWW-Authenticate: Bearer error=\"insufficient_scope\"\r\n");
        assertThat(server.raw("POST /whep/demo", "Authorization: Bearer a b"))
                .contains("WWW-Authenticate: Bearer error=\"invalid_request\"\r\n");
        assertThat(server.raw("POST /whep/demo", "Authorization: Bearer throws"))
                .contains("Retry-After: 2\r\n")
                .doesNotContain("s3cret");
        assertThat(server.raw("POST /whep/demo", "Origin: https://listed.example"))
                .as("a page may read why not")
                .contains(
                        "HTTP/1.1 401", "Access-Control-Allow-Origin: https://listed.example\r\n", "Vary: Origin\r\n");
        assertThat(server.raw("POST /whep/demo", "Origin: https://evil.example"))
                .doesNotContain("Access-Control-Allow-Origin");
    }

    /** Late at the start, taken away while it runs, replaced: never open meanwhile. */
    @Test
    void post_withoutAuthorizer_is503UntilOneComes() throws Exception {
        Authorizer other = request -> new Granted("other", "");
        var fresh = new Gate(SETTINGS, nanos::get);
        try (var late = new GuardedServer(fresh)) {
            late.doorkeeper.addFace(new FixedFace("/api/*", Terms.needs(Scope.CONTROL, Kind.COMMAND, "list")));
            assertThat(late.raw("POST /api/list", "Authorization: Bearer good"))
                    .startsWith("HTTP/1.1 503")
                    .contains("Retry-After: ");
            assertThat(fresh.canDecide()).isFalse();
            fresh.setAuthorizer(other);
            assertThat(status(late.raw("POST /api/list"))).isEqualTo(200);
            Authorizer third = request -> new Denied(401, "no");
            fresh.setAuthorizer(third); // the second comes before the first goes
            fresh.unsetAuthorizer(other);
            assertThat(status(late.raw("POST /api/list"))).isEqualTo(401);
            fresh.unsetAuthorizer(third);
            assertThat(status(late.raw("POST /api/list"))).isEqualTo(503);
        }
    }

    @Test
    void post_tokensAreNotAsked_nobodyIsAsked() throws Exception {
        var open = new Gate(SETTINGS.open(), nanos::get);
        open.setAuthorizer(request -> {
            throw new AssertionError("asked for " + request);
        });
        try (var guarded = new GuardedServer(open)) {
            guarded.doorkeeper.addFace(new FixedFace("/api/*", Terms.needs(Scope.CONTROL, Kind.COMMAND, "list")));
            assertThat(status(guarded.raw("POST /api/list", "Authorization: Bearer a b")))
                    .isEqualTo(200);
            assertThat(guarded.admitted).singleElement().satisfies(admission -> {
                assertThat(admission.subject()).isEmpty();
                assertThat(admission.asked()).isFalse();
            });
        }
    }

    @Test
    void post_admitted_knowsWhoAndFromWhere() throws Exception {
        server.raw("POST /whep/demo", "Authorization: Bearer good", "Host: CAM.example:8080");
        assertThat(server.admitted)
                .containsExactly(
                        new Admission("anna", "room", Set.of("demo"), true, "127.0.0.1", "http", "CAM.example:8080"));
    }

    @Test
    void post_tooOften_is429ForThisAddressWhateverTheFace() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(status(server.raw("POST /", "Content-Length: 0"))).isEqualTo(200);
            assertThat(status(server.raw("POST /whep/demo")))
                    .as("what is refused counts too")
                    .isEqualTo(401);
        }
        assertThat(server.raw("POST /")).startsWith("HTTP/1.1 429").contains("Retry-After: 1\r\n");
        assertThat(server.raw("POST /api/list", "Authorization: Bearer good")).startsWith("HTTP/1.1 429");
        nanos.addAndGet(1_000_000_000L);
        assertThat(status(server.raw("POST /"))).isEqualTo(200);
    }

    @Test
    void post_refused_bodyIsNotWaitedFor() throws Exception {
        assertThat(status(server.rawWithout("{", "POST /api/list", "Host: 127.0.0.1", "Content-Length: 100")))
                .isEqualTo(401);
    }

    /** From 127.0.0.2, which the configuration trusts. */
    @Test
    void post_throughATrustedProxy_isJudgedByWhatTheClientSent() throws Exception {
        String[] proxied = {
            "Host: inside",
            "X-Forwarded-For: 127.0.0.1, 198.51.100.7",
            "X-Forwarded-Host: cam.example",
            "X-Forwarded-Proto: https"
        };
        assertThat(status(server.from("127.0.0.2", "POST /", proxied))).isEqualTo(200);
        assertThat(server.admitted)
                .containsExactly(new Admission("", "", Set.of(), false, "198.51.100.7", "https", "cam.example"));
        var page = Arrays.copyOf(proxied, proxied.length + 1);
        page[proxied.length] = "Origin: https://cam.example";
        assertThat(status(server.from("127.0.0.2", "POST /", page))).isEqualTo(200);
        page[proxied.length] = "Origin: http://cam.example";
        assertThat(status(server.from("127.0.0.2", "POST /", page)))
                .as("another scheme")
                .isEqualTo(403);
        page[proxied.length] = "Forwarded: for=127.0.0.1;host=localhost";
        assertThat(status(server.from("127.0.0.2", "POST /", page)))
                .as("the client's own words")
                .isEqualTo(400);
        assertThat(status(server.from("127.0.0.3", "POST /", proxied)))
                .as("another proxy")
                .isEqualTo(421);
    }

    @Test
    void counters_tellWhichCheckRefused() throws Exception {
        server.raw("GET /");
        server.raw("GET /", "Host: evil.example");
        server.raw("GET /;");
        server.raw("GET /unknown");
        server.raw("GET /", "Origin: null");
        server.raw("GET /api/list");
        server.raw("TRACE /");
        assertThat(gate.counters().entries())
                .extracting(entry -> entry.count() + " " + entry.name())
                .containsExactly(
                        "1 admitted",
                        "0 refused: the proxy's words contradict each other",
                        "1 refused: unknown host name",
                        "1 refused: method not served",
                        "1 refused: path with two readings",
                        "1 refused: nothing served at the path",
                        "1 refused: page of another site",
                        "1 refused: token missing or not good for it",
                        "0 refused: too many requests from an address");
    }

    @Test
    void face_thatThrowsOrSpeaksForAll_opensNothing() throws Exception {
        server.doorkeeper.addFace(new FixedFace("/*", Terms.open()));
        server.doorkeeper.addFace(new FixedFace("/none/*", null));
        server.doorkeeper.addFace(new FixedFace(null, Terms.open()));
        assertThat(status(server.raw("GET /anything"))).isEqualTo(404);
        assertThat(status(server.raw("GET /none/x"))).isEqualTo(503);
        var gone = new FixedFace("/gone", Terms.open());
        server.doorkeeper.addFace(gone);
        assertThat(status(server.raw("GET /gone"))).isEqualTo(200);
        server.doorkeeper.removeFace(gone);
        assertThat(status(server.raw("GET /gone"))).isEqualTo(404);
    }
}
