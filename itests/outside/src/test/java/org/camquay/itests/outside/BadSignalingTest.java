// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets that do not speak ONVIF WebRTC: answered with an error or closed, and nobody else is concerned. */
class BadSignalingTest extends Unharmed {
    private static final String REGISTER = "{'jsonrpc':'2.0','id':1,'method':'register','params':{'name':'%s'}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{",
                "[]",
                "42",
                "{'jsonrpc':'2.0'}",
                "{'jsonrpc':'1.0','id':1,'method':'register','params':{}}",
                "{'jsonrpc':'2.0','id':1,'method':'fly','params':{}}",
                "{'jsonrpc':'2.0','id':1,'method':'connect','params':{'peer':'demo','authorization':''}}",
                "{'jsonrpc':'2.0','id':1,'method':'register','params':[1]}",
                "{'jsonrpc':'2.0','id':1,'method':'register','params':{'name':7}}"
            })
    void message_thatIsWrong_isAnsweredWithAnError(String message, Product product) throws Exception {
        try (var socket = new RawSocket(product.api(), "/signaling")) {
            socket.send(message.replace('\'', '"'));
            var reply = new ObjectMapper().readTree(socket.next());
            assertThat(reply.path("error").path("code").asInt())
                    .as(reply.toString())
                    .isNotZero();
            assertThat(reply.path("error").path("message").asText()).hasSizeGreaterThan(5);
        }
    }

    @Test
    void message_deeplyNested_isAnsweredWithAnError(Product product) throws Exception {
        try (var socket = new RawSocket(product.api(), "/signaling")) {
            socket.send("[".repeat(50_000));
            assertThat(socket.next()).contains("error");
        }
    }

    @Test
    void frame_ofManyMegabytes_closesTheSocket(Product product) throws Exception {
        try (var socket = new RawSocket(product.api(), "/signaling")) {
            socket.send("x".repeat(8 << 20));
            assertThat(socket.closeStatus()).isIn(1009, 1006);
        }
    }

    @Test
    void frame_ofBinary_closesTheSocket(Product product) throws Exception {
        try (var socket = new RawSocket(product.api(), "/signaling")) {
            socket.sendBinary(new byte[1_000]);
            assertThat(socket.closeStatus()).isIn(1003, 1007);
        }
    }

    @Test
    void flood_ofMessages_closesTheSocket(Product product) throws Exception {
        try (var socket = new RawSocket(product.api(), "/signaling")) {
            for (int i = 0; i < 2_000 && !socket.isClosed(); i++) {
                socket.send("x");
            }
            assertThat(socket.closeStatus()).isIn(1008, 1006);
        }
    }

    @Test
    void secondCamera_inARoom_isRefused(Product product) throws Exception {
        try (var socket = new RawSocket(product.api(), "/signaling?device=0a0a0a0a-0000-4000-8000-000000000001")) {
            socket.send(REGISTER.formatted("demo").replace('\'', '"'));
            var reply = new ObjectMapper().readTree(socket.next());
            assertThat(reply.path("error").path("code").asInt())
                    .as(reply.toString())
                    .isEqualTo(409);
            assertThat(reply.path("error").path("message").asText()).contains("demo");
        }
    }

    @Test
    void viewer_inARoomWithoutCamera_isToldToWait(Product product) throws Exception {
        try (var socket = new RawSocket(product.api(), "/signaling");
                var camera = new RawSocket(product.api(), "/signaling?device=0a0a0a0a-0000-4000-8000-000000000002")) {
            socket.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"register\",\"params\":{}}");
            assertThat(socket.next()).contains("result");
            socket.send(
                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"connect\",\"params\":{\"peer\":\"empty\",\"authorization\":\"\"}}");
            assertThat(socket.next()).contains("480");
            camera.send(REGISTER.formatted("empty").replace('\'', '"'));
            var presence =
                    Await.value("presence", Duration.ofSeconds(10), socket::next, text -> text.contains("presence"));
            assertThat(presence).contains("empty", "true");
        }
    }
}
