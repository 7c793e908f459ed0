// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonRpcExchangeTest {
    private final JsonRpcExchange exchange = new JsonRpcExchange(2, 100);
    private final List<String> outcomes = new ArrayList<>();

    @Test
    void accept_answersInAnyOrder_reachTheirCallbacks() {
        var first = request("first", 0).orElseThrow();
        var second = request("second", 0).orElseThrow();
        assertThat(first.id()).isNotEqualTo(second.id());
        assertThat(exchange.accept(second.answer(new RegisterResult("x")))).isTrue();
        assertThat(exchange.accept(first.refuse(new JsonRpcError(ErrorCode.FORBIDDEN, "no"))))
                .isTrue();
        assertThat(outcomes).containsExactly("second={\"id\":\"x\"}", "first!403");
        assertThat(exchange.accept(second.answer(OnvifParams.none()))).isFalse();
        assertThat(exchange.outstanding()).isZero();
    }

    @Test
    void accept_idEchoedAsString_isStillMatched() {
        request("a", 0);
        var error = new JsonRpcError(ErrorCode.METHOD_NOT_FOUND, "Method not found");
        assertThat(exchange.accept(new JsonRpcMessage.ErrorResponse(Optional.of(new JsonRpcId("1", false)), error)))
                .isTrue();
        assertThat(outcomes).containsExactly("a!-32601");
    }

    @Test
    void accept_errorNotificationOrInventedId_isNotOurs() {
        request("a", 0);
        var error = new JsonRpcError(ErrorCode.PEER_DISCONNECTED, "gone", "s");
        assertThat(exchange.accept(JsonRpcMessage.ErrorResponse.notification(error)))
                .isFalse();
        assertThat(exchange.accept(new JsonRpcMessage.ErrorResponse(Optional.of(JsonRpcId.of(99)), error)))
                .isFalse();
        assertThat(outcomes).isEmpty();
    }

    @Test
    void request_tooManyOutstanding_isEmptyUntilOneIsAnswered() {
        var first = request("a", 0).orElseThrow();
        request("b", 0);
        assertThat(request("c", 0)).isEmpty();
        exchange.accept(first.answer(OnvifParams.none()));
        assertThat(request("d", 0)).isPresent();
    }

    @Test
    void expire_onlyThoseThatWaitedTooLong_timeOut() {
        var start = Long.MAX_VALUE - 60; // nanoTime may wrap
        request("a", start);
        request("b", start + 50);
        assertThat(exchange.expire(start + 99)).isZero();
        assertThat(exchange.expire(start + 100)).isEqualTo(1);
        assertThat(exchange.expire(start + 150)).isEqualTo(1);
        assertThat(outcomes).containsExactly("a!408", "b!408");
    }

    @Test
    void close_withOutstanding_endsAllOnce() {
        request("a", 0);
        request("b", 0);
        exchange.close();
        exchange.close();
        assertThat(outcomes).containsExactly("a!410", "b!410");
        assertThat(request("c", 0).orElseThrow().id()).isEqualTo(JsonRpcId.of(3));
    }

    private Optional<JsonRpcMessage.Request> request(String method, long now) {
        return exchange.request(method, OnvifParams.none(), now, new JsonRpcExchange.Callback() {
            @Override
            public void onResult(JsonNode result) {
                outcomes.add(method + "=" + result);
            }

            @Override
            public void onError(JsonRpcError error) {
                outcomes.add(method + "!" + error.code());
            }
        });
    }
}
