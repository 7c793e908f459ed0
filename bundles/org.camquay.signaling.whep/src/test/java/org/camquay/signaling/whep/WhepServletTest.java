// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessRequest;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.camquay.gate.body.Bodies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhepServletTest {
    private static final String OFFER = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n";
    private static final String CANDIDATE = "a=ice-ufrag:x\r\na=candidate:1 1 udp 1 192.0.2.2 5 typ host\r\n";

    private final FakePeers peers = new FakePeers();
    private final GateSettings settings = new GateSettings(
            List.of(), List.of("https://player.example", "http://player.example:8080"), List.of(), true, 1000);
    private ServletServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ServletServer(new Gate(settings.open()), Map.of("/whep/*", new WhepServlet(peers, new Bodies())));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void post_offer_isAnsweredWith201() throws Exception {
        var response = post("/whep/demo", OFFER);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).hasValue("/whep/demo/p0");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/sdp");
        assertThat(response.headers().firstValue("ETag")).hasValue("\"uF/9+\"");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(response.headers()
                        .firstValue("Access-Control-Expose-Headers")
                        .orElse(""))
                .contains("Location", "Link");
        assertThat(response.body()).isEqualTo(FakePeers.ANSWER);
        assertThat(peers.offer.sdp()).isEqualTo(OFFER);
        assertThat(peers.origin.toString()).startsWith("127.0.0.1 port ");
    }

    @Test
    void post_answered_carriesTheServers() throws Exception {
        assertThat(post("/whep/demo", OFFER).headers().allValues("Link"))
                .containsExactly(
                        "<stun:192.0.2.1>; rel=\"ice-server\"",
                        "<turn:192.0.2.1>; rel=\"ice-server\"; username=\"9:a\"; credential=\"s\\\"p+/=\";"
                                + " credential-type=\"password\"");
    }

    @Test
    void post_nameWithSpace_staysEncodedInLocation() throws Exception {
        assertThat(post("/whep/front%20door", OFFER).headers().firstValue("Location"))
                .hasValue("/whep/front%20door/p0");
    }

    @Test
    void delete_viewer_endsItOnce() throws Exception {
        String viewer =
                post("/whep/demo", OFFER).headers().firstValue("Location").orElseThrow();
        assertThat(server.send(viewer, r -> r.DELETE()).statusCode()).isEqualTo(200);
        assertThat(peers.live).isEmpty();
        assertThat(server.send(viewer, r -> r.DELETE()).statusCode()).isEqualTo(404);
    }

    @Test
    void patch_candidates_areTaken() throws Exception {
        String viewer =
                post("/whep/demo", OFFER).headers().firstValue("Location").orElseThrow();
        assertThat(patch(viewer, CANDIDATE, "\"uF/9+\"")).isEqualTo(204);
        assertThat(patch(viewer, "a=end-of-candidates\r\n", "\"uF/9+\"")).isEqualTo(204);
        assertThat(peers.candidates).hasSize(2);
        assertThat(peers.candidates.get(0).candidate()).isEqualTo("candidate:1 1 udp 1 192.0.2.2 5 typ host");
        assertThat(peers.candidates.get(1).isEnd()).isTrue();
    }

    @Test
    void patch_badOnes_getTheirStatus() throws Exception {
        String viewer =
                post("/whep/demo", OFFER).headers().firstValue("Location").orElseThrow();
        assertThat(patch(viewer, CANDIDATE, "\"other\"")).isEqualTo(412);
        assertThat(patch(viewer, CANDIDATE, "*")).isEqualTo(422);
        assertThat(patch(viewer, CANDIDATE + "a=ice-pwd:short\r\n", "*")).isEqualTo(422);
        assertThat(patch(viewer, CANDIDATE, null)).isEqualTo(428);
        String eTag = "\"uF/9+\"";
        assertThat(patch(viewer, "{}", eTag)).isEqualTo(400);
        assertThat(patch(viewer, "a=candidate:bad\r\n", eTag)).isEqualTo(400);
        assertThat(patch("/whep/demo/nobody", CANDIDATE, eTag)).isEqualTo(404);
        assertThat(patch(viewer, "a=x:" + "y".repeat(70_000), eTag)).isEqualTo(413);
        assertThat(server.send(
                                viewer,
                                r -> r.header("Content-Type", "application/json")
                                        .header("If-Match", eTag)
                                        .method("PATCH", BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(415);
        assertThat(peers.live).hasSize(1);
        assertThat(peers.candidates).isEmpty();
    }

    @Test
    void patch_newParameters_restartIceAndGiveOurs() throws Exception {
        String viewer =
                post("/whep/demo", OFFER).headers().firstValue("Location").orElseThrow();
        String restart =
                "a=ice-ufrag:next\r\na=ice-pwd:0123456789012345678901\r\na=candidate:2 1 udp 1 192.0.2.2 5\r\n";
        var response = send(viewer, restart, "*");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("ETag")).hasValue("\"newnext\"");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/trickle-ice-sdpfrag");
        assertThat(response.headers().allValues("Link")).hasSize(2);
        assertThat(response.body())
                .isEqualTo("m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=ice-ufrag:newnext\r\na=ice-pwd:p\r\n"
                        + "a=candidate:7\r\n");
        assertThat(peers.candidates)
                .singleElement()
                .satisfies(c -> assertThat(c.usernameFragment()).isEqualTo("next"));
        assertThat(patch(viewer, CANDIDATE, "\"uF/9+\"")).as("the old ETag").isEqualTo(412);
        assertThat(patch(viewer, CANDIDATE, "\"newnext\"")).isEqualTo(204);
        // Some clients trickle with * too, which is no restart while the parameters stay.
        assertThat(patch(viewer, restart, "*")).isEqualTo(204);
        assertThat(peers.candidates).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "none, 404, no stream is named",
        "mjpeg, 406, no codec in common",
        "off, 503, not open yet",
        "busy, 429, wait",
        "strict, 400, rtcp-mux",
        "crash, 500, failed inside"
    })
    void post_refusedOffer_getsStatusAndSentence(String stream, int status, String part) throws Exception {
        var response = post("/whep/" + stream, OFFER);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(part).doesNotContain("s3cret");
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503 || status == 429);
    }

    @Test
    void post_pageOfAListedSite_mayReadTheAnswer() throws Exception {
        for (String origin : List.of("https://player.example", "http://player.example:8080", "http://localhost:3000")) {
            var response = server.send(
                    "/whep/none",
                    r -> r.header("Content-Type", "application/sdp")
                            .header("Origin", origin)
                            .POST(BodyPublishers.ofString(OFFER)));
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(origin);
            assertThat(response.headers().firstValue("Vary")).hasValue("Origin");
        }
    }

    @Test
    void post_badRequests_getTheirStatus() throws Exception {
        assertThat(post("/whep/demo", "hello").statusCode()).isEqualTo(400);
        assertThat(post("/whep/demo", "").statusCode()).isEqualTo(400);
        assertThat(post("/whep/demo", OFFER + "a=x:y\r\n".repeat(40_000)).statusCode())
                .isEqualTo(413);
        assertThat(server.send(
                                "/whep/demo",
                                r -> r.header("Content-Type", "text/plain").POST(BodyPublishers.ofString(OFFER)))
                        .statusCode())
                .isEqualTo(415);
        assertThat(server.send("/whep/demo", r -> r.POST(BodyPublishers.ofString(OFFER)))
                        .statusCode())
                .isEqualTo(415);
        for (String path : List.of("/whep", "/whep/", "/whep/a/b/c")) {
            assertThat(post(path, OFFER).statusCode()).isEqualTo(404);
        }
        var get = server.send("/whep/demo", r -> r.GET());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).hasValue("OPTIONS, POST");
        assertThat(peers.live).isEmpty();
    }

    @Test
    void post_byteOrderMarkOrBlankLineFirst_isTaken() throws Exception {
        assertThat(post("/whep/demo", "\ufeff" + OFFER).statusCode()).isEqualTo(201);
        assertThat(post("/whep/demo", "\r\n" + OFFER).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100\r\n\r\nv=0", "Transfer-Encoding: chunked\r\n\r\n40\r\nv=0"})
    void post_bodyThatBreaksOff_is400(String rest) {
        String reply = server.brokenOff(
                "POST /whep/demo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sdp\r\n" + rest);
        assertThat(reply).startsWith("HTTP/1.1 400").contains("the body breaks off");
        assertThat(peers.live).isEmpty();
    }

    @Test
    void post_bodyThatNeverComes_is408() {
        String reply = server.neverEnded("POST /whep/demo HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/sdp\r\nContent-Length: 1000\r\n\r\nv=0");
        assertThat(reply)
                .startsWith("HTTP/1.1 408")
                .contains("Connection: close")
                .contains("the body comes too slowly");
        assertThat(peers.live).isEmpty();
    }

    @Test
    void post_randomBodies_neverHarm() throws Exception {
        var random = new Random(5);
        for (int i = 0; i < 100; i++) {
            byte[] body = new byte[random.nextInt(300)];
            random.nextBytes(body);
            assertThat(server.send(
                                    "/whep/demo",
                                    r -> r.header("Content-Type", "application/sdp")
                                            .POST(BodyPublishers.ofByteArray(body)))
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(post("/whep/demo", OFFER).statusCode()).isEqualTo(201);
    }

    @Test
    void options_preflight_allowsWhatThePlayerNeeds() throws Exception {
        var endpoint = options("/whep/demo", "http://localhost:8000");
        assertThat(endpoint.statusCode()).isEqualTo(204);
        assertThat(endpoint.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
                .contains("POST");
        assertThat(endpoint.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .contains("Content-Type", "Authorization", "If-Match");
        assertThat(endpoint.headers().firstValue("Accept-Post")).hasValue("application/sdp");
        assertThat(options("/whep/demo/p0", "https://player.example")
                        .headers()
                        .firstValue("Access-Control-Allow-Methods")
                        .orElse(""))
                .contains("PATCH", "DELETE");
    }

    @Test
    void anyRequest_pageOfAnotherSiteOverLoopback_isRefused() throws Exception {
        for (String origin :
                List.of("https://evil.example", "null", "http://203.0.113.5", "http://127.0.0.1.evil.example")) {
            var response = options("/whep/demo", origin);
            assertThat(response.statusCode()).as(origin).isEqualTo(403);
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
        assertThat(server.raw("OPTIONS /whep/demo HTTP/1.1\r\nHost: evil.example:" + server.port()))
                .startsWith("HTTP/1.1 421");
        assertThat(server.raw("OPTIONS /whep/demo HTTP/1.1\r\nHost: [::1]:" + server.port()))
                .startsWith("HTTP/1.1 204");
    }

    @Test
    void anyRequest_tokensAreAsked_needsOneForTheStream() throws Exception {
        var gate = asking();
        gate.setAuthorizer(request -> {
            assertThat(request.scope()).isEqualTo(AccessRequest.Scope.VIEW);
            assertThat(request.kind()).isEqualTo(AccessRequest.Kind.STREAM);
            assertThat(request.name()).isEqualTo("demo");
            return request.token().equals("t0ken")
                    ? new AccessDecision.Granted("", "")
                    : new AccessDecision.Denied(401, "a token is needed");
        });
        var without = post("/whep/demo", OFFER);
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(options("/whep/demo", "https://evil.example").statusCode()).isEqualTo(403);
        assertThat(options("/whep/demo", "https://player.example").statusCode()).isEqualTo(204);
        assertThat(with("t0ken", "/whep/demo", "POST").statusCode()).isEqualTo(201);
        assertThat(server.send("/whep/demo/p0", r -> r.DELETE()).statusCode()).isEqualTo(401);
        assertThat(peers.live).hasSize(1);
    }

    @Test
    void viewer_ofSomebodyElse_isNeitherChangedNorEnded() throws Exception {
        asking().setAuthorizer(request -> new AccessDecision.Granted("subject of " + request.token(), ""));
        assertThat(with("anna", "/whep/demo", "POST").statusCode()).isEqualTo(201);
        for (String method : List.of("PATCH", "DELETE")) {
            assertThat(with("otto", "/whep/demo/p0", method).statusCode()).isEqualTo(403);
            assertThat(with("anna", "/whep/other/p0", method).statusCode()).isEqualTo(404);
        }
        assertThat(peers.live).hasSize(1);
        assertThat(with("anna", "/whep/demo/p0", "PATCH").statusCode()).isEqualTo(428);
        assertThat(with("anna", "/whep/demo/p0", "DELETE").statusCode()).isEqualTo(200);
        assertThat(peers.live).isEmpty();
    }

    @Test
    void viewer_underAnotherStream_isNotFound() throws Exception {
        String viewer =
                post("/whep/demo", OFFER).headers().firstValue("Location").orElseThrow();
        var elsewhere = viewer.replace("/demo/", "/front%20door/");
        assertThat(patch(elsewhere, CANDIDATE, "\"uF/9+\"")).isEqualTo(404);
        assertThat(server.send(elsewhere, r -> r.DELETE()).statusCode()).isEqualTo(404);
        assertThat(peers.live).hasSize(1);
        assertThat(server.send(viewer, r -> r.DELETE()).statusCode()).isEqualTo(200);
    }

    @Test
    void viewer_afterARestartOfTheBundle_staysWithItsOpener() throws Exception {
        asking().setAuthorizer(request -> new AccessDecision.Granted("subject of " + request.token(), ""));
        assertThat(with("anna", "/whep/demo", "POST").statusCode()).isEqualTo(201);
        asking().setAuthorizer(request -> new AccessDecision.Granted("subject of " + request.token(), ""));
        assertThat(with("otto", "/whep/demo/p0", "DELETE").statusCode()).isEqualTo(403);
        assertThat(with("anna", "/whep/demo/p0", "PATCH").statusCode()).isEqualTo(428);
        assertThat(with("anna", "/whep/demo/p0", "DELETE").statusCode()).isEqualTo(200);
    }

    @Test
    void viewer_thatRuns_isGoneOnWith_andAnOfferBeginsAnew() throws Exception {
        var continued = new ArrayList<Boolean>();
        asking().setAuthorizer(request -> {
            continued.add(request.continued());
            return new AccessDecision.Granted("anna", "");
        });
        with("t", "/whep/demo", "POST");
        with("t", "/whep/demo/p0", "PATCH");
        with("t", "/whep/demo/p0", "DELETE");
        assertThat(continued).containsExactly(false, true, true);
    }

    /** The server once more, now asking for tokens. */
    private Gate asking() throws Exception {
        server.close();
        var gate = new Gate(settings);
        server = new ServletServer(gate, Map.of("/whep/*", new WhepServlet(peers, new Bodies())));
        return gate;
    }

    private HttpResponse<String> with(String token, String path, String method) throws Exception {
        return server.send(
                path,
                r -> r.header("Content-Type", "application/sdp; charset=utf-8")
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.ofString(OFFER)));
    }

    private HttpResponse<String> options(String path, String origin) throws Exception {
        return server.send(path, r -> r.header("Origin", origin).method("OPTIONS", BodyPublishers.noBody()));
    }

    private HttpResponse<String> post(String path, String sdp) throws Exception {
        return server.send(
                path, r -> r.header("Content-Type", "application/sdp").POST(BodyPublishers.ofString(sdp)));
    }

    private int patch(String path, String fragment, String match) throws Exception {
        return send(path, fragment, match).statusCode();
    }

    private HttpResponse<String> send(String path, String fragment, String match) throws Exception {
        return server.send(path, r -> {
            r.header("Content-Type", "application/trickle-ice-sdpfrag")
                    .method("PATCH", BodyPublishers.ofString(fragment));
            if (match != null) {
                r.header("If-Match", match);
            }
        });
    }
}
