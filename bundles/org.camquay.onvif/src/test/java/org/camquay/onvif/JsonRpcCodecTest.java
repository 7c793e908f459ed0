// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRpcCodecTest {
    private static final List<Function<JsonNode, Decoded<?>>> PARSERS = List.of(
            Register::parse,
            RegisterResult::parse,
            Connect::parse,
            ConnectResult::parse,
            ConnectDevice::parse,
            ConnectDeviceResult::parse,
            Invite::parse,
            InviteResult::parse,
            Trickle::parse,
            Extend::parse,
            ExtendResult::parse,
            Presence::parse);

    private final JsonRpcCodec codec = new JsonRpcCodec();

    @ParameterizedTest
    @ValueSource(strings = {"7", "-1", "\"7\"", "\"\"", "\"a b\"", "12345678901234567890123", "1.50"})
    void parse_anyId_isEchoedExactly(String id) {
        var request = (JsonRpcMessage.Request) read("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"m\"}");
        assertThat(codec.write(request.answer(OnvifParams.none())))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
        assertThat(codec.write(request.refuse(new JsonRpcError(ErrorCode.GONE, "x"))))
                .contains("\"id\":" + id + ",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":}",
                "nonsense",
                "{} {}",
                "{\"jsonrpc\":\"2.0\",\"id\":1e99999999999,\"method\":\"m\"}"
            })
    void parse_notJson_isAProblem(String text) {
        assertThat(codec.parse(text)).isInstanceOf(JsonRpcResult.Problem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "null",
                "\"register\"",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"m\"}]",
                "{\"method\":\"m\"}",
                "{\"jsonrpc\":\"1.0\",\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[1]}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":{}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":null}",
                "{\"jsonrpc\":\"2.0\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"x\"}}"
            })
    void parse_notJsonRpc_isAnInvalidRequest(String text) {
        var problem = (JsonRpcResult.Problem) codec.parse(text);
        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(codec.write(problem.answer())).contains("-32600");
    }

    @Test
    void parse_tooDeepOrTooLong_isAProblem() {
        var deep = "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}}";
        assertThat(((JsonRpcResult.Problem) codec.parse(deep)).message()).contains("nested");
        assertThat(codec.parse("[".repeat(200_000))).isInstanceOf(JsonRpcResult.Problem.class);
        assertThat(codec.parse(" ".repeat(JsonRpcCodec.MAX_LENGTH + 1))).isInstanceOf(JsonRpcResult.Problem.class);
        var long1 = "{\"jsonrpc\":\"2.0\",\"method\":\"" + "m".repeat(100) + "\"}";
        assertThat(new JsonRpcCodec(100).parse(long1)).isInstanceOf(JsonRpcResult.Problem.class);
        assertThat(codec.parse(long1)).isInstanceOf(JsonRpcResult.Ok.class);
    }

    @Test
    void parse_unknownMembers_areIgnored() {
        var request = (JsonRpcMessage.Request) read("{\"jsonrpc\":\"2.0\",\"x\":1,\"id\":1,\"method\":\"connect\","
                + "\"params\":{\"peer\":\"p\",\"authorization\":\"\",\"vnd\":{\"y\":[1]},\"profile\":null}}");
        assertThat(Connect.parse(request.params())).isEqualTo(new Decoded.Ok<>(new Connect("p", "", Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"candidate\":\"\"}", "{}", "null", "{\"candidate\":null,\"sdpMid\":null}"})
    void parse_emptyCandidate_isTheEnd(String candidate) {
        var params = params("{\"session\":\"s\",\"candidate\":" + candidate + "}");
        assertThat(Trickle.parse(params)).isEqualTo(new Decoded.Ok<>(new Trickle("s", IceCandidateInit.END)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"sdpMLineIndex\":-1", "\"sdpMLineIndex\":\"0\",\"sdpMid\":0", "\"usernameFragment\":[]"})
    void parse_candidateWithOddPlace_isTakenWithoutIt(String odd) {
        var params = params("{\"session\":\"s\",\"candidate\":{\"candidate\":\"candidate:1\"," + odd + "}}");
        var candidate = new IceCandidateInit("candidate:1", Optional.empty(), OptionalInt.empty(), Optional.empty());
        assertThat(Trickle.parse(params)).isEqualTo(new Decoded.Ok<>(new Trickle("s", candidate)));
    }

    @Test
    void parse_singleUrl_isTakenAndWrittenAsArray() {
        var decoded = ConnectDevice.parse(params("{\"session\":\"s\",\"iceServers\":[{\"urls\":\"stun:a\"}]}"));
        var connect = ((Decoded.Ok<ConnectDevice>) decoded).value();
        assertThat(connect.toJson().toString()).contains("\"urls\":[\"stun:a\"]");
    }

    @Test
    void parse_missingOrWrongField_isNamed() {
        assertThat(problem(Connect.parse(params("{\"peer\":\"p\"}"))).message()).contains("\"authorization\"");
        assertThat(problem(Invite.parse(params("{\"session\":\"s1\",\"offer\":7}"))))
                .isEqualTo(new JsonRpcError(-32602, "invite: \"offer\" must be a string", "s1"));
        assertThat(problem(Trickle.parse(params("{\"session\":\"s\"}"))).message())
                .contains("candidate");
        assertThat(problem(Trickle.parse(params("{\"session\":\"s\",\"candidate\":{\"candidate\":-1}}")))
                        .message())
                .contains("\"candidate\"");
        assertThat(problem(ExtendResult.parse(params("{\"expiryTimeSeconds\":1.5}")))
                        .message())
                .contains("\"expiryTimeSeconds\"");
        assertThat(problem(Presence.parse(params("{\"peer\":\"p\",\"online\":\"yes\"}")))
                        .message())
                .contains("\"online\"");
        assertThat(problem(ConnectDevice.parse(params("{\"session\":\"s\",\"iceServers\":[{\"urls\":[]}]}")))
                        .message())
                .contains("\"urls\"");
    }

    @Test
    void toString_valuesWithSecrets_hideThem() {
        var server = new OnvifIceServer(List.of("turn:a"), Optional.of("u"), Optional.of("hush"));
        assertThat(new ConnectDevice("s", Optional.empty(), List.of(server), java.util.OptionalInt.empty()).toString())
                .doesNotContain("hush");
        assertThat(new Connect("p", "hush", Optional.empty()).toString()).doesNotContain("hush");
    }

    @Test
    void parse_randomText_neverThrows() {
        var random = new Random(2606);
        var words = List.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "\"jsonrpc\":\"2.0\"",
                "\"id\":",
                "\"method\":",
                "\"params\":",
                "\"session\":",
                "\"candidate\":",
                "\"error\":",
                "\"code\":",
                "\"iceServers\":",
                "\"urls\":",
                "\"s\"",
                "1",
                "-1e400",
                "null",
                "true",
                "\"expiryTimeSeconds\":",
                "\"\\ud800\"",
                "\"result\":",
                "\0",
                "é");
        var understood = 0;
        for (var i = 0; i < 60_000; i++) {
            var text =
                    new StringBuilder(i % 3 == 0 ? "" : "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{");
            for (var n = random.nextInt(12); n > 0; n--) {
                text.append(words.get(random.nextInt(words.size())));
            }
            text.append(i % 3 == 0 ? "" : "}}");
            if (codec.parse(text.toString()) instanceof JsonRpcResult.Ok ok) {
                understood++;
                if (ok.message() instanceof JsonRpcMessage.Request request) {
                    PARSERS.forEach(p -> assertThat(p.apply(request.params())).isNotNull());
                }
                assertThat(codec.parse(codec.write(ok.message()))).isInstanceOf(JsonRpcResult.Ok.class);
            }
        }
        assertThat(understood).isPositive();
    }

    @Test
    void parse_cutAnywhere_isAProblem() {
        var text =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"invite\",\"params\":{\"session\":\"s\",\"offer\":\"v=0\\r\\n\"}}";
        for (var end = 0; end < text.length(); end++) {
            assertThat(codec.parse(text.substring(0, end))).isInstanceOf(JsonRpcResult.Problem.class);
        }
    }

    @Test
    void parse_numbersOfEverySize_areNeverThrown() {
        for (var number : List.of("1e999", "1e-999", "99999999999999999999", "-0", "0.0", "1e2147483647")) {
            var text =
                    "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1,\"params\":{\"session\":\"s\",\"expiryTimeSeconds\":"
                            + number + ",\"candidate\":{\"sdpMLineIndex\":" + number + "}}}";
            if (codec.parse(text) instanceof JsonRpcResult.Ok ok) {
                var params = ((JsonRpcMessage.Request) ok.message()).params();
                PARSERS.forEach(p -> assertThat(p.apply(params)).isNotNull());
            }
            codec.parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":" + number + "}}");
        }
    }

    private static JsonRpcError problem(Decoded<?> decoded) {
        return ((Decoded.Problem<?>) decoded).error();
    }

    private JsonNode params(String json) {
        return ((JsonRpcMessage.Notification) read("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":" + json + "}"))
                .params();
    }

    private JsonRpcMessage read(String text) {
        return ((JsonRpcResult.Ok) codec.parse(text)).message();
    }
}
