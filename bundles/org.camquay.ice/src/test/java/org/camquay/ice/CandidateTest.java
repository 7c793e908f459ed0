// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.camquay.api.ice.IceException;
import org.camquay.net.Addresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CandidateTest {
    private static final String CHROMIUM = "candidate:842163049 1 udp 1677729535 203.0.113.7 58120 typ srflx raddr "
            + "0.0.0.0 rport 0 generation 0 ufrag sXP5 network-cost 999";

    @Test
    void parse_chromiumsCandidate_isRead() throws IceException {
        var candidate = Candidate.usable(CandidateAttribute.parse(CHROMIUM)).orElseThrow();
        assertThat(candidate.type()).isEqualTo(CandidateType.SRFLX);
        assertThat(candidate.foundation()).isEqualTo("842163049");
        assertThat(candidate.priority()).isEqualTo(1677729535L);
        assertThat(Addresses.text(candidate.address())).isEqualTo("203.0.113.7:58120");
    }

    @Test
    void attribute_written_isReadAgain() throws IceException {
        for (var text : new String[] {CHROMIUM, "a=candidate:1 1 UDP 5 2001:db8::7 4545 typ host"}) {
            var candidate = Candidate.usable(CandidateAttribute.parse(text)).orElseThrow();
            var again = Candidate.usable(CandidateAttribute.parse(candidate.attribute()));
            assertThat(again).contains(candidate);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "candidate:1 1 udp 5 3f2c9a.local 4545 typ host",
                "candidate:1 1 udp 5 example.com 4545 typ host",
                "candidate:1 1 tcp 5 192.0.2.1 9 typ host tcptype active",
                "candidate:1 2 udp 5 192.0.2.1 4545 typ host",
                "candidate:1 1 udp 5 192.0.2.1 4545 typ tomorrow",
                "candidate:1 1 udp 5 192.0.2.1 0 typ host",
                "candidate:1 1 udp 5 0.0.0.0 4545 typ host",
                "candidate:1 1 udp 5 224.0.0.1 4545 typ host",
                "candidate:1 1 udp 5 255.255.255.255 4545 typ host",
                "candidate:1 1 udp 5 fe80::1 4545 typ host",
                "candidate:1 1 udp 5 1:2 4545 typ host",
                "candidate:1 1 udp 5 256.1.1.1 4545 typ host"
            })
    void usable_notForUs_isLeft(String text) throws IceException {
        assertThat(Candidate.usable(CandidateAttribute.parse(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "candidate:",
                "candidate:1 1 udp 5 192.0.2.1 4545",
                "candidate:1 1 udp 5 192.0.2.1 4545 type host",
                "candidate:é 1 udp 5 192.0.2.1 4545 typ host",
                "candidate:1 0 udp 5 192.0.2.1 4545 typ host",
                "candidate:1 1 udp 4294967296 192.0.2.1 4545 typ host",
                "candidate:1 1 udp 5 192.0.2.1 65536 typ host",
                "candidate:1 1 udp 5 192.0.2.1 -1 typ host",
                "candidate:1 1 udp 5 <script> 4545 typ host"
            })
    void parse_malformed_isRefused(String text) {
        assertThatThrownBy(() -> CandidateAttribute.parse(text)).isInstanceOf(IceException.class);
    }

    @Test
    void parse_mutated_neverThrowsAnythingElse() {
        var random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder(CHROMIUM);
            for (int j = random.nextInt(6); j >= 0; j--) {
                text.setCharAt(random.nextInt(text.length()), (char) (random.nextInt(96) + 32));
            }
            try {
                Candidate.usable(CandidateAttribute.parse(text.toString()));
            } catch (IceException e) {
                assertThat(e.getMessage()).hasSizeLessThan(200);
            }
        }
    }

    @Test
    void priority_kinds_areOrderedAsRecommended() {
        // RFC 8445 §5.1.2.1 with the preferences of §5.1.2.2.
        assertThat(CandidateType.HOST.priority(0, 65_535)).isEqualTo(2_130_706_431L);
        assertThat(CandidateType.PRFLX.priority(0, 65_535)).isGreaterThan(CandidateType.SRFLX.priority(0, 65_535));
        // Above the recommended 0, so that there is room below for servers reached over TCP and TLS.
        assertThat(CandidateType.RELAY.priority(2, 65_535)).isEqualTo(16_777_215L);
        assertThat(CandidateType.HOST.priority(Protocol.TCP_PASSIVE.handicap(), 65_535))
                .isLessThan(CandidateType.SRFLX.priority(0, 0))
                .isGreaterThan(CandidateType.RELAY.priority(0, 65_535));
    }
}
