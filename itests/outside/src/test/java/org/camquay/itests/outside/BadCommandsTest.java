// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.camquay.itests.harness.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that cannot be run as asked: {@code FAIL}, with a sentence that names what is wrong. */
class BadCommandsTest extends Unharmed {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            flyAway       | {}                                                     | unknown command 'flyAway'
            pullStream    | {"uri":"test:bars","colour":"red"}                     | colour
            pullStream    | {"localStreamName":"x"}                                | uri
            pullStream    | {"uri":"gopher://127.0.0.1/x","localStreamName":"x"}   | gopher
            pullStream    | {"uri":"nonsense","localStreamName":"x"}               | uri
            pullStream    | {"uri":"rtsp://u:s3cret@a b/","localStreamName":"x"}   | uri
            pullStream    | {"uri":"test:bars","localStreamName":"demo"}           | demo
            pullStream    | {"uri":"test:bars","localStreamName":"../x"}           | localStreamName
            pullStream    | {"uri":"test:bars","keepAlive":"perhaps"}              | keepAlive
            pullStream    | {"uri":{"a":1}}                                        | uri
            startWebRTC   | {"ersIP":"127.0.0.1","roomID":"x"}                     | ersPort
            startWebRTC   | {"ersIP":"127.0.0.1","ersPort":"0","roomID":"x"}       | ersPort
            startWebRTC   | {"ersIP":"127.0.0.1","ersPort":"65536","roomID":"x"}   | ersPort
            startWebRTC   | {"ersIP":"127.0.0.1","ersPort":"http","roomID":"x"}    | ersPort
            startWebRTC   | {"ersIP":"127.0.0.1","ersPort":"4545"}                 | roomID
            startWebRTC   | {"ersPort":"4545","roomID":"x"}                        | ersIP
            startWebRTC   | {"url":"gopher://127.0.0.1/","roomID":"x"}             | gopher
            stopWebRTC    | {"roomID":"nowhere"}                                   | stopWebRTC
            getStreamInfo | {"localStreamName":"nowhere"}                          | nowhere
            getStreamInfo | {}                                                     | localStreamName
            shutdownStream| {"localStreamName":"nowhere"}                          | nowhere
            removeConfig  | {"id":"-5"}                                            | -5
            removeConfig  | {"id":"99999"}                                         | 99999
            listStreams   | [1,2,3]                                                | not an object
            listStreams   | {"a":                                                  | not JSON
            listStreams   | nonsense                                               | not JSON
            """)
    void command_thatIsWrong_failsWithASentence(String command, String body, String named, Product product)
            throws Exception {
        var response = product.api().post("/api/" + command, body);
        assertThat(response.statusCode()).isBetween(200, 499);
        var reply = new ObjectMapper().readTree(response.body());
        assertThat(reply.path("status").asText()).isEqualTo("FAIL");
        assertThat(reply.path("description").asText())
                .containsIgnoringCase(named)
                .doesNotContain("s3cret")
                .doesNotContain("Exception");
    }

    @Test
    void body_thatIsHuge_isRefused(Product product) {
        var response = product.api().post("/api/pullStream", "{\"uri\":\"" + "x".repeat(1 << 20) + "\"}");
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void command_thatChanges_isNotRunByGet(Product product) {
        assertThat(product.api().get("/api/stopWebRTC").statusCode()).isEqualTo(405);
        assertThat(product.api().get("/api/help").statusCode()).isEqualTo(200);
    }
}
