// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.camquay.itests.harness.Api;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Launched;
import org.camquay.itests.harness.Product;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that others reach: nobody gets in without a token, and a token opens what it is for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensTest {
    private static final String[] OFF_LOOPBACK = {"--bind", "0.0.0.0", "--turn-port", "0"};
    private static final ObjectMapper JSON = new ObjectMapper();

    private Product product;
    private Api admin;

    @BeforeAll
    void start() {
        product = Product.demo(OFF_LOOPBACK);
        admin = product.administrator();
        admin.data("pullStream", "uri=test:bars?size=320x180&fps=10", "localStreamName=attic", "keepAlive=0");
    }

    @AfterAll
    void stop() {
        if (product != null) {
            product.close();
        }
    }

    private String token(String... words) {
        return admin.data("addToken", words).path("token").asText();
    }

    private void end(HttpResponse<String> watching, Api viewer) {
        assertThat(watching.statusCode()).as(watching.body()).isEqualTo(201);
        viewer.delete(watching.headers().firstValue("Location").orElseThrow());
    }

    @Test
    void ready_carriesATicketThatWorks() {
        assertThat(product.url().getPath()).isEqualTo("/play/demo");
        var ticket = product.url().getFragment().substring("token=".length());
        assertThat(connect(ticket, "demo", "").path("code").asInt()).isZero();
        var viewer = product.api().as(ticket);
        end(viewer.whep("demo", Offers.chromium()), viewer);
    }

    @Test
    void request_withoutToken_isRefusedWhereATokenIsAsked() {
        var call = product.api().get("/api/listStreams");
        assertThat(call.statusCode()).isEqualTo(401);
        assertThat(call.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
        assertThat(product.api().whep("demo", Offers.chromium()).statusCode()).isEqualTo(401);
        assertThat(product.api()
                        .get("/api/listTokens?access_token=" + token("scope=administer"))
                        .statusCode())
                .as("no tokens in addresses")
                .isEqualTo(401);
        assertThat(product.api().get("/play/demo").statusCode()).isEqualTo(200);
        assertThat(product.api().get("/health").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "scope=view;roomID=demo, 403, 403, 201, 403",
        "scope=view;roomID=demo;streams=attic, 403, 403, 403, 201",
        "scope=view;roomID=garage, 403, 403, 403, 403",
        "scope=device;roomID=demo, 403, 403, 403, 403",
        "scope=control, 200, 403, 201, 201",
        "scope=administer, 200, 200, 201, 201"
    })
    void token_allowsWhatItsScopeSays(String words, int control, int administer, int watchDemo, int watchAttic) {
        var holder = product.api().as(token(words.split(";")));
        assertThat(holder.get("/api/listStreams").statusCode()).isEqualTo(control);
        assertThat(holder.get("/api/listTokens").statusCode()).isEqualTo(administer);
        for (var watched : new Object[][] {{"demo", watchDemo}, {"attic", watchAttic}}) {
            var reply = holder.whep((String) watched[0], Offers.chromium());
            assertThat(reply.statusCode()).as(words + ": " + reply.body()).isEqualTo((int) watched[1]);
            reply.headers().firstValue("Location").ifPresent(holder::delete);
        }
    }

    @Test
    void viewer_inTheRoom_isLetInByItsTicketOnly() {
        assertThat(connect("", "demo", "").path("code").asInt()).isEqualTo(401);
        assertThat(connect(token("roomID=garage"), "demo", "").path("code").asInt())
                .isEqualTo(403);
        assertThat(connect(token("scope=device", "roomID=demo"), "demo", "")
                        .path("code")
                        .asInt())
                .isEqualTo(403);
        assertThat(connect(token("roomID=demo", "streams=demo"), "demo", "attic")
                        .path("code")
                        .asInt())
                .isEqualTo(403);
        assertThat(connect(token("roomID=demo", "streams=attic"), "demo", "")
                        .path("code")
                        .asInt())
                .isZero();
        assertThat(connect(token("roomID=demo"), "demo", "attic").path("code").asInt())
                .isZero();
    }

    @Test
    void ticketForOneUse_thatWasStolen_isRefused() {
        var ticket = token("roomID=demo", "singleUse=1");
        assertThat(connect(ticket, "demo", "", "first").path("code").asInt()).isZero();
        var stolen = connect(ticket, "demo", "", "thief");
        assertThat(stolen.path("code").asInt()).isEqualTo(403);
        assertThat(stolen.path("message").asText()).contains("somebody else");
        assertThat(connect(ticket, "demo", "", "127.0.0.1").path("code").asInt())
                .isEqualTo(403);
        assertThat(product.api().as(ticket).whep("demo", Offers.chromium()).statusCode())
                .isEqualTo(403);
        assertThat(connect(ticket, "demo", "", "first").path("code").asInt()).isZero();
    }

    @Test
    void room_showsNoStreamOfAnotherRoom() {
        admin.data("pullStream", "uri=test:bars?size=320x180&fps=10", "localStreamName=cellar", "keepAlive=0");
        admin.data(
                "startWebRTC",
                "ersIP=127.0.0.1",
                "ersPort=" + product.port(),
                "roomID=cellar",
                "keepAlive=0",
                "token=" + token("scope=device", "roomID=cellar"));
        var ofDemo = token("roomID=demo");
        assertThat(connect(ofDemo, "demo", "cellar").path("code").asInt()).isEqualTo(403);
        assertThat(connect(ofDemo, "cellar", "").path("code").asInt()).isEqualTo(403);
        var ofCellar = token("roomID=cellar");
        Await.value(
                "the room is open",
                Product.READY_LIMIT,
                () -> connect(ofCellar, "cellar", "cellar").path("code").asInt(),
                code -> code == 0);
        assertThat(connect(ofCellar, "cellar", "demo").path("code").asInt()).isEqualTo(403);
        admin.data("stopWebRTC", "roomID=cellar");
    }

    @Test
    void device_opensItsOwnRoomOnly() {
        assertThat(open("", "hall").path("code").asInt()).isEqualTo(401);
        assertThat(open(token("scope=device", "roomID=cellar"), "hall")
                        .path("code")
                        .asInt())
                .isEqualTo(403);
        assertThat(open(token("roomID=hall"), "hall").path("code").asInt()).isEqualTo(403);
        var good = token("scope=device", "roomID=hall");
        assertThat(open(good, "hall").path("code").asInt()).isZero();
        assertThat(open(good, "demo").path("code").asInt())
                .as("somebody else's room")
                .isEqualTo(403);
        assertThat(product.log()).doesNotContain(good);
    }

    @Test
    void token_inTheAddressOfTheSocket_isTakenAndNotLogged() throws Exception {
        var ticket = token("roomID=demo");
        try (var socket = new RawSocket(product.api(), "/signaling?access_token=" + ticket)) {
            assertThat(call(socket, "register", "{}").path("code").asInt()).isZero();
            assertThat(call(socket, "connect", "{\"peer\":\"demo\",\"authorization\":\"\"}")
                            .path("code")
                            .asInt())
                    .isZero();
        }
        assertThat(product.log()).doesNotContain(ticket);
    }

    @Test
    void token_thatIsForged_isRefusedEverywhere() {
        var good = token("roomID=demo").split("[.]");
        var none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        for (String forged : new String[] {
            none + "." + good[1] + ".",
            good[0] + "." + good[1] + ".",
            good[0] + "." + good[1] + "." + "A".repeat(86),
            "x"
        }) {
            assertThat(connect(forged, "demo", "").path("code").asInt()).isEqualTo(401);
            assertThat(product.api().as(forged).get("/api/listStreams").statusCode())
                    .isEqualTo(401);
            assertThat(product.api().as(forged).whep("demo", Offers.chromium()).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void rooms_onceListed_areTheOnlyOnes() {
        var hall = token("scope=device", "roomID=porch");
        try {
            admin.data("addRoom", "roomID=demo");
            assertThat(open(hall, "porch").path("code").asInt()).isEqualTo(403);
            admin.data("addRoom", "roomID=porch", "description=Porch");
            assertThat(open(hall, "porch").path("code").asInt()).isZero();
        } finally {
            admin.data("delRoom", "roomID=*");
        }
        assertThat(product.log()).contains("audit: room added (room porch, by admin)");
    }

    @Test
    void exec_findsTheAdministratorsTokenByItself() throws IOException {
        var port = "" + product.port();
        var etc = product.etc().toString();
        assertThat(Launched.run("exec", "--port", port, "--etc", etc, "listTokens")
                        .code())
                .isZero();
        var without = Launched.run("exec", "--port", port, "--etc", etc + "/state", "listTokens");
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.out()).contains("token is needed");
        var file = Files.writeString(product.etc().resolve("mine"), token("scope=control") + "\n");
        assertThat(Launched.run("exec", "--port", port, "--token-file", file.toString(), "listStreams")
                        .code())
                .isZero();
        for (String secret : new String[] {"admin.token", "demo.token", "signing-key.jwk", "access.json"}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(product.etc().resolve("state/access/" + secret))))
                    .as(secret)
                    .isEqualTo("rw-------");
        }
    }

    /** The error of a viewer's {@code connect}, or an object without a code. */
    private JsonNode connect(String token, String room, String stream) {
        return connect(token, room, stream, "");
    }

    private JsonNode connect(String token, String room, String stream, String holder) {
        try (var socket = new RawSocket(product.api(), "/signaling")) {
            var register = JSON.createObjectNode().put("authorization", token);
            if (!holder.isEmpty()) {
                register.put("holder", holder);
            }
            call(socket, "register", register.toString());
            var connect = JSON.createObjectNode().put("peer", room).put("authorization", token);
            if (!stream.isEmpty()) {
                connect.put("profile", stream);
            }
            return call(socket, "connect", connect.toString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode open(String token, String room) {
        try (var socket = new RawSocket(product.api(), "/signaling")) {
            var register = JSON.createObjectNode().put("authorization", token).put("name", room);
            return call(socket, "register", register.toString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode call(RawSocket socket, String method, String params) throws Exception {
        socket.send("{\"jsonrpc\":\"2.0\",\"id\":\"" + method + "\",\"method\":\"" + method + "\",\"params\":" + params
                + "}");
        var reply = JSON.readTree(socket.next());
        while (!reply.path("id").asText().equals(method)) {
            reply = JSON.readTree(socket.next());
        }
        return reply.path("error");
    }
}
