// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IceServerUrlTest {
    /** Examples of RFC 7064 appendix B and RFC 7065 appendix B, and what is met in the field. */
    @ParameterizedTest
    @CsvSource({
        "stun:example.org, STUN, UDP, example.org, 3478",
        "stuns:example.org, STUN, TLS, example.org, 5349",
        "stun:example.org:8000, STUN, UDP, example.org, 8000",
        "turn:example.org, TURN, UDP, example.org, 3478",
        "turns:example.org, TURN, TLS, example.org, 5349",
        "turn:example.org:8000, TURN, UDP, example.org, 8000",
        "turn:example.org?transport=udp, TURN, UDP, example.org, 3478",
        "turn:example.org?transport=tcp, TURN, TCP, example.org, 3478",
        "turns:example.org?transport=tcp, TURN, TLS, example.org, 5349",
        "TURNS:example.org:443?transport=TCP, TURN, TLS, example.org, 443",
        "turn:192.0.2.1:3478, TURN, UDP, 192.0.2.1, 3478",
        "stun:[2001:db8::1], STUN, UDP, 2001:db8::1, 3478",
        "turn:[2001:db8::1]:80?transport=tcp, TURN, TCP, 2001:db8::1, 80",
        "stun:a, STUN, UDP, a, 3478",
    })
    void parse_goodUrl_givesItsParts(
            String url, IceServerUrl.Kind kind, IceServerUrl.Transport transport, String host, int port)
            throws IceException {
        var parsed = IceServerUrl.parse(url);
        assertThat(parsed).isEqualTo(new IceServerUrl(kind, transport, host, port));
        assertThat(IceServerUrl.parse(parsed.toString())).isEqualTo(parsed);
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.org, none of stun:",
        "example.org, none of stun:",
        "stun:, names no host",
        "stun://example.org, no //",
        "turn:example.org:0, port is not a number",
        "turn:example.org:65536, port is not a number",
        "turn:example.org:, port is not a number",
        "turn:example.org:12x, port is not a number",
        "turn:2001:db8::1, [brackets]",
        "turn:exa mple.org, neither a name nor",
        "stun:example.org?transport=udp, no query",
        "turn:example.org?transport=sctp, transport=udp or",
        "turns:example.org?transport=udp, DTLS",
        "turn:me:secret@example.org, do not belong",
    })
    void parse_badUrl_saysWhatIsWrong(String url, String words) {
        assertThatThrownBy(() -> IceServerUrl.parse(url))
                .isInstanceOf(IceException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("secret");
    }
}
