// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceParameters;
import org.junit.jupiter.api.Test;

class SdpFragmentTest {
    /** After the example of RFC 8840 §9. */
    private static final String EXAMPLE = String.join(
            "\r\n",
            "a=group:BUNDLE 0 1",
            "a=ice-ufrag:EsAw",
            "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1",
            "m=audio 9 RTP/AVP 0",
            "a=mid:0",
            "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1",
            "a=end-of-candidates",
            "m=video 9 RTP/AVP 96",
            "a=candidate:3 1 udp 1 192.0.2.2 5 typ host",
            "");

    @Test
    void parse_example_givesCandidatesWithTheirMidAndFragment() {
        assertThat(SdpFragment.parse(EXAMPLE))
                .hasValueSatisfying(fragment -> assertThat(fragment.candidates())
                        .containsExactly(
                                new IceCandidate(
                                        "candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0"
                                                + " ufrag EsAw network-id 1",
                                        "0",
                                        null,
                                        "EsAw"),
                                new IceCandidate("", "0", null, "EsAw"),
                                new IceCandidate("candidate:3 1 udp 1 192.0.2.2 5 typ host", null, null, "EsAw")));
    }

    @Test
    void parse_bareNewlines_areTakenToo() {
        var bare = SdpFragment.parse(EXAMPLE.replace("\r\n", "\n")).orElseThrow();
        assertThat(bare.candidates())
                .hasSize(3)
                .isEqualTo(SdpFragment.parse(EXAMPLE).orElseThrow().candidates());
    }

    @Test
    void parameters_areBothOrNone() {
        assertThat(SdpFragment.parse(EXAMPLE).orElseThrow().parameters())
                .hasValue(new IceParameters("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1"));
        for (String wrong : List.of(
                EXAMPLE.replace("a=ice-pwd:", "a=x:"),
                EXAMPLE.replace("P2uY", "P \"Y"),
                EXAMPLE.replace("P2uYro0UCOQ4", ""),
                EXAMPLE.replace("a=ice-ufrag:EsAw", "a=ice-ufrag:E"))) {
            assertThat(SdpFragment.parse(wrong).orElseThrow().parameters())
                    .as(wrong)
                    .isEmpty();
        }
    }

    @Test
    void of_description_hasIceOnly() {
        var sdp = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\na=group:BUNDLE 1\r\nm=audio 0 RTP/AVP 0\r\na=mid:0\r\n"
                + "m=video 9 RTP/AVP 96\r\na=mid:1\r\na=ice-ufrag:EsAw\r\na=ice-pwd:p\r\na=ice-options:trickle\r\n"
                + "a=rtpmap:96 H264/90000\r\na=candidate:1\r\na=end-of-candidates\r\nm=audio 9 RTP/AVP 0\r\na=mid:2\r\n";
        assertThat(SdpFragment.of(sdp).split("\r\n"))
                .containsExactly(
                        "a=group:BUNDLE 1",
                        "m=video 9 RTP/AVP 96",
                        "a=mid:1",
                        "a=ice-ufrag:EsAw",
                        "a=ice-pwd:p",
                        "a=ice-options:trickle",
                        "a=candidate:1",
                        "a=end-of-candidates");
    }

    @Test
    void of_descriptionThatTagsItsSecondSection_hasThatOne() {
        var sdp = "v=0\r\na=group:BUNDLE 1 0\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=ice-ufrag:EsAw\r\n"
                + "m=video 9 RTP/AVP 96\r\na=mid:1\r\na=ice-ufrag:EsAw\r\na=candidate:1\r\n";
        assertThat(SdpFragment.of(sdp))
                .contains("a=mid:1\r\n", "a=candidate:1\r\n")
                .doesNotContain("a=mid:0");
    }

    @Test
    void parse_notAFragmentOrTooMuch_isEmpty() {
        assertThat(SdpFragment.parse("{\"candidate\":\"x\"}")).isEmpty();
        assertThat(SdpFragment.parse("a=candidate:1 1 udp 1 192.0.2.2 5 typ host\n".repeat(201)))
                .isEmpty();
    }

    @Test
    void parse_malformedLines_areLeftOut() {
        var odd = "\ufeff" + EXAMPLE.replace("a=mid:0", "garbage\r\n \r\n a=mid:0 ");
        assertThat(SdpFragment.parse(odd).orElseThrow().candidates())
                .isEqualTo(SdpFragment.parse(EXAMPLE).orElseThrow().candidates());
        assertThat(SdpFragment.parse("").orElseThrow().candidates()).isEmpty();
    }

    @Test
    void parse_damagedFragments_neverThrows() {
        var random = new Random(11);
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder(EXAMPLE);
            for (int j = 0; j <= i % 8; j++) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            }
            text.setLength(random.nextInt(text.length() + 1));
            read += SdpFragment.parse(text.toString()).isPresent() ? 1 : 0;
        }
        assertThat(read).isBetween(1, 4_999);
    }
}
