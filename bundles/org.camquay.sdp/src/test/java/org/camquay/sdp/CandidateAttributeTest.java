// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateAttributeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "candidate:1 1 udp 2130706431 192.0.2.7 53421 typ host",
                "candidate:2 1 udp 1694498815 198.51.100.3 53421 typ srflx raddr 192.0.2.7 rport 53421",
                "candidate:3 1 udp 41885439 2001:db8::1 50000 typ relay raddr 0.0.0.0 rport 0 generation 0 ufrag ICfo",
                "candidate:4 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active generation 0 network-id 3",
                "candidate:546552382 1 udp 2113937151 3c62176f-0f5c-4dd3-884a-0e35769ee72d.local 56309 typ host generation 0 network-cost 999"
            })
    void toString_parsedCandidate_isTheSameLine(String line) {
        assertThat(CandidateAttribute.parse(line).orElseThrow()).hasToString(line);
        assertThat(CandidateAttribute.parse("a=" + line + "\r\n")).isEqualTo(CandidateAttribute.parse(line));
        assertThat(CandidateAttribute.parse(line.substring("candidate:".length())))
                .isEqualTo(CandidateAttribute.parse(line));
    }

    @Test
    void parse_firefoxSpelling_isTaken() {
        var candidate = CandidateAttribute.parse("candidate:0 1 UDP 2122187007 turn.example.org 41495 typ host")
                .orElseThrow();
        assertThat(candidate.transport()).isEqualTo(CandidateAttribute.Transport.UDP);
        assertThat(candidate.mdns()).isFalse();
        assertThat(candidate.priority()).isEqualTo(2122187007L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "candidate:",
                "candidate:1 1 udp 1 192.0.2.7 53421 host",
                "candidate:1 0 udp 1 192.0.2.7 53421 typ host",
                "candidate:1 1 ssltcp 1 192.0.2.7 443 typ host",
                "candidate:1 1 udp 4294967296 192.0.2.7 53421 typ host",
                "candidate:1 1 udp 1 192.0.2.7 65536 typ host",
                "candidate:1 1 udp 1 <script> 1 typ host",
                "candidate:1 1 udp 1 192.0.2.7 1 typ moon",
                "candidate:1 1 tcp 1 192.0.2.7 1 typ host",
                "candidate:1 1 udp 1 192.0.2.7 1 typ host generation",
                "candidate:1 1 udp 1 192.0.2.7 1 typ srflx raddr 1.2.3.4 rport x"
            })
    void parse_malformed_isEmpty(String line) {
        assertThat(CandidateAttribute.parse(line)).isEmpty();
    }

    @Test
    void parse_randomChanges_roundTripsOrIsEmpty() {
        var random = new Random(8839);
        var sample = "candidate:3 1 tcp 41885439 2001:db8::1 50000 typ relay raddr 0.0.0.0 rport 0 tcptype so ufrag IC";
        for (var i = 0; i < 20_000; i++) {
            var text = new StringBuilder(sample);
            for (var n = random.nextInt(4); n >= 0; n--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x80));
            }
            CandidateAttribute.parse(text.toString())
                    .ifPresent(c ->
                            assertThat(CandidateAttribute.parse(c.toString())).contains(c));
        }
        assertThat(CandidateAttribute.parse("x ".repeat(100_000))).isEmpty();
    }
}
