// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SdpFragmentTest {
    private static final String CANDIDATE = "candidate:1 1 udp 2130706431 192.0.2.7 53421 typ host";
    private static final String WHEP = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n"
            + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=" + CANDIDATE + "\r\na=end-of-candidates\r\n";

    @Test
    void parse_whepPatch_givesCandidatesByMid() {
        var fragment = SdpFragment.parse(WHEP).orElseThrow();
        assertThat(fragment.iceUfrag()).isEqualTo("EsAw");
        assertThat(fragment.icePwd()).isEqualTo("P2uYro0UCOQ4zxjKXaWCBui1");
        assertThat(fragment.sections()).containsExactly(new SdpFragment.Section("0", List.of(CANDIDATE), true));
        assertThat(fragment.write()).isEqualTo(WHEP);
    }

    @Test
    void parse_withoutSection_keepsCandidates() {
        var fragment = SdpFragment.parse("a=" + CANDIDATE + "\n").orElseThrow();
        assertThat(fragment.sections()).containsExactly(new SdpFragment.Section("", List.of(CANDIDATE), false));
        assertThat(fragment.iceUfrag()).isEmpty();
    }

    @Test
    void parse_restartWithoutCandidates_hasNoSections() {
        var fragment = SdpFragment.parse("a=ice-ufrag:a\r\na=ice-pwd:b\r\n").orElseThrow();
        assertThat(fragment.sections()).isEmpty();
        assertThat(fragment.icePwd()).isEqualTo("b");
    }

    @Test
    void parse_malformedOrTooMuch_isEmpty() {
        assertThat(SdpFragment.parse("{}")).isEmpty();
        assertThat(SdpFragment.parse("a=candidate:\r\n")).isEmpty();
        assertThat(SdpFragment.parse(("a=" + CANDIDATE + "\r\n").repeat(257))).isEmpty();
        assertThat(SdpFragment.parse("m=audio 9 A 0\r\na=mid:0\r\n".repeat(33))).isEmpty();
    }

    @Test
    void parse_cutAnywhere_neverThrows() {
        for (var end = 0; end < WHEP.length(); end++) {
            var cut = SdpFragment.parse(WHEP.substring(0, end));
            cut.ifPresent(f -> assertThat(SdpFragment.parse(f.write())).contains(f));
        }
    }
}
