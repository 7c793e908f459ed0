// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpParserTest {
    private static final List<String> SAMPLES = Samples.ALL;

    @Test
    void parse_chromiumOffer_hasAllASenderNeeds() {
        var sdp = Samples.read("chromium-156-whep-offer");
        assertThat(sdp.bundle()).containsExactly("0", "1", "2");
        assertThat(sdp.attribute("extmap-allow-mixed")).contains("");
        var video = sdp.media("0").orElseThrow();
        assertThat(video.kind()).isEqualTo(MediaKind.VIDEO);
        assertThat(video.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(video.transport().iceUfrag()).isEqualTo("ICfo");
        assertThat(video.transport().icePwd()).isEqualTo("3ZJ+oS9jGrWJnYonPY7xDfwz");
        assertThat(video.transport().trickle()).isTrue();
        assertThat(video.transport().setup()).contains(Setup.ACTPASS);
        assertThat(video.transport().fingerprints()).hasSize(1);
        assertThat(video.rtp().rtcpMux()).isTrue();
        assertThat(video.rtp().rtcpRsize()).isTrue();
        assertThat(video.hasFeedback(108, "nack pli")).isTrue();
        assertThat(video.hasFeedback(109, "nack pli")).isFalse();
        assertThat(video.retransmissionPayloadType(108)).hasValue(109);
        assertThat(video.extensionId("urn:ietf:params:rtp-hdrext:sdes:mid")).hasValue(9);
        assertThat(video.candidates()).hasSize(2).allMatch(c -> c.contains(".local "));
        var channel = sdp.media("2").orElseThrow();
        assertThat(channel.kind()).isEqualTo(MediaKind.APPLICATION);
        assertThat(channel.formats()).containsExactly("webrtc-datachannel");
        assertThat(channel.attribute("sctp-port")).contains("5000");
    }

    @Test
    void parse_firefoxOffer_fallsBackToSessionValues() {
        var audio = Samples.read("firefox-153-whep-offer").media("1").orElseThrow();
        assertThat(audio.transport().fingerprints()).hasSize(1);
        assertThat(audio.transport().trickle()).isTrue();
        assertThat(audio.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(audio.endOfCandidates()).isTrue();
        assertThat(audio.cname()).contains("{a1c8b80b-680d-4608-9ad1-ad95662bd7d0}");
        assertThat(audio.rtp().extmaps())
                .contains(new Extmap(
                        2, Optional.of(Direction.RECVONLY), "urn:ietf:params:rtp-hdrext:csrc-audio-level", ""));
        assertThat(audio.candidates()).hasSize(8);
    }

    @Test
    void parse_sessionLevelValues_areHandedDownUnlessTheSectionHasItsOwn() {
        var sdp = Samples.read("session-level-offer");
        var audio = sdp.media().get(0);
        var video = sdp.media().get(1);
        assertThat(audio.transport().iceUfrag()).isEqualTo("p1Zr");
        assertThat(audio.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(audio.rtpMap(0)).contains(new RtpMap(0, "PCMU", 8000, 1));
        assertThat(audio.bandwidths()).containsExactly(new Bandwidth("AS", 64));
        assertThat(audio.transport().fingerprints().get(0).algorithm()).isEqualTo("sha-256");
        assertThat(video.transport().iceUfrag()).isEqualTo("own1");
        assertThat(video.transport().icePwd()).isEqualTo("bU5zV0h1N3rQ2mC8kL4pYx");
        assertThat(video.transport().setup()).contains(Setup.ACTPASS);
        assertThat(video.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(video.hasFeedback(97, "nack")).isTrue();
        assertThat(video.ssrcs()).containsExactly(3041L, 3042L);
        assertThat(video.rtp().ssrcGroups()).containsExactly(new SsrcGroup("FID", List.of(3041L, 3042L)));
    }

    @Test
    void rejected_bundleOnlySection_isNotRejected() {
        var audio = Samples.read("gstreamer-1.22-offer").media("audio1").orElseThrow();
        assertThat(audio.port()).isZero();
        assertThat(audio.rejected()).isFalse();
        assertThat(MediaDescription.builder(MediaKind.AUDIO).port(0).build().rejected())
                .isTrue();
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void write_parsedSample_isReadBackEqual(String name) {
        var sdp = Samples.read(name);
        assertThat(sdp.media()).isNotEmpty();
        assertThat(sdp.write()).doesNotContainPattern("[^\r]\n");
        assertThat(Samples.ok(SdpParser.parse(sdp.write()))).isEqualTo(sdp);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void parse_cutAnywhere_answers(String name) {
        var text = Samples.text(name);
        var problems = 0;
        for (var end = 0; end < text.length(); end++) {
            var result = SdpParser.parse(text.substring(0, end));
            if (result instanceof SdpResult.Problem problem) {
                assertThat(problem.message()).isNotBlank();
                problems++;
            } else {
                assertThat(Samples.ok(SdpParser.parse(Samples.ok(result).write())))
                        .isEqualTo(Samples.ok(result));
            }
        }
        assertThat(problems).isPositive().isLessThan(text.length());
    }

    @Test
    void parse_randomlyChangedSamples_roundTripsOrNamesTheProblem() {
        var random = new Random(20260600);
        for (var i = 0; i < 4000; i++) {
            var text = new StringBuilder(Samples.text(Samples.ALL.get(i % Samples.ALL.size())));
            for (var changes = 1 + random.nextInt(12); changes > 0; changes--) {
                var at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(0x100));
                    case 1 -> text.deleteCharAt(at);
                    case 2 -> text.insert(at, " :=/\r\n*;-9\u2003\0".charAt(random.nextInt(12)));
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                }
            }
            if (SdpParser.parse(text.toString()) instanceof SdpResult.Ok ok) {
                assertThat(Samples.ok(SdpParser.parse(ok.sdp().write()))).isEqualTo(ok.sdp());
                ok.sdp().media().forEach(MediaDescription::candidates);
            }
        }
    }

    @Test
    void parse_randomLines_neverThrows() {
        var random = new Random(8866);
        var words =
                "a=,m=,v=0,o=,group:,rtpmap:,fmtp:,extmap:,ssrc:,fingerprint:,candidate:,96,/,sha-256, ,999999999999999999999,-1"
                        .split(",");
        for (var i = 0; i < 20_000; i++) {
            var text = new StringBuilder("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nm=video 9 X 96\r\n");
            for (var n = random.nextInt(30); n > 0; n--) {
                text.append(random.nextInt(4) == 0 ? "\r\na=" : words[random.nextInt(words.length)]);
            }
            assertThat(SdpParser.parse(text.toString())).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=rtpmap:200 H264",
                "a=rtpmap:96",
                "a=fmtp:111",
                "a=fmtp:96 ",
                "a=rtcp-fb:96",
                "a=extmap:0 urn:x",
                "a=extmap:3/both urn:x",
                "a=ssrc:1234",
                "a=ssrc:-5 cname:x",
                "a=ssrc-group:",
                "a=msid:a b c",
                "a=msid:",
                "a=candidate:",
                "a=setup:both",
                "a=fingerprint:sha-256 AA:B",
                "a=ice-ufrag:",
                "a=",
                "b=AS:1500.5",
                "b=AS:undefined",
                "b=AS: 1500",
                "c=",
                "garbage",
                "\0"
            })
    void parse_malformedLineOfASection_isLeftOutAndNamed(String line) {
        var text = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n";
        var after = "a=mid:1\r\na=rtcp-mux\r\n";
        var result = SdpParser.parse(text + line + "\r\n" + after);
        assertThat(Samples.ok(result)).isEqualTo(Samples.ok(SdpParser.parse(text + after)));
        var ignored = ((SdpResult.Ok) result).ignored();
        if (line.charAt(0) > ' ') {
            assertThat(ignored)
                    .singleElement()
                    .satisfies(p -> assertThat(p.line()).isEqualTo(4));
            assertThat(ignored.get(0).message()).contains("Line 4", line.strip());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o=- 1 18446744073709551615 IN IP4 127.0.0.1",
                "o=- -123456789 2 IN IP4 127.0.0.1",
                "o=my player 1 2 IN IP4 127.0.0.1",
                "o=- 1 2 IN IP4",
                "a=group: BUNDLE 0",
                "a=fingerprint:x",
                "c=",
                "x"
            })
    void parse_malformedLineOfTheSession_isLeftOut(String line) {
        var sdp = Samples.ok(SdpParser.parse("v=0\r\n" + line + "\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"));
        assertThat(sdp.media("0")).isPresent();
    }

    @Test
    void parse_ninthFingerprint_isLeftOut() {
        var text = "v=0\r\nm=audio 9 A 0\r\n" + "a=fingerprint:sha-256 AA:BB:CC:DD\r\n".repeat(9);
        assertThat(Samples.ok(SdpParser.parse(text)).media().get(0).transport().fingerprints())
                .hasSize(8);
    }

    @Test
    void parse_blanksAroundLinesAndAByteOrderMark_makeNoDifference() {
        var text = Samples.text("chromium-156-whep-offer");
        var odd = "\ufeff\r\n" + text.replaceAll("(?m)^(?=.)", "  ").replace("\r\n", " \r\n") + "\0";
        assertThat(Samples.ok(SdpParser.parse(odd))).isEqualTo(Samples.ok(SdpParser.parse(text)));
    }

    @Test
    void parse_mediaOfAnotherKind_keepsItsWord() {
        var sdp = Samples.ok(SdpParser.parse("v=0\r\nm=metadata 9 UDP/TLS/RTP/SAVPF 107\r\nm=audio 0 X\r\n"));
        assertThat(sdp.media().get(0).kind()).isEqualTo(new MediaKind("metadata"));
        assertThat(sdp.media().get(1).formats()).isEmpty();
        assertThat(Samples.ok(SdpParser.parse(sdp.write()))).isEqualTo(sdp);
    }

    @Test
    void parse_beyondALimit_isRefused() {
        var head = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n";
        var section = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n";
        assertThat(problem(head + "a=x\r\n".repeat(1999))).contains("2000 lines");
        assertThat(problem(head + "a=" + "x".repeat(8191))).contains("8192");
        assertThat(problem(head + section.repeat(33))).contains("32 media sections");
        assertThat(problem("a".repeat(256 * 1024 + 1))).contains("262144");
        assertThat(Samples.ok(SdpParser.parse(head + section.repeat(32))).media())
                .hasSize(32);
    }

    @Test
    void parse_notADescription_isAProblem() {
        for (var text : List.of(
                "", "\r\n", "hello", "v=1\r\n", "v=0\r\nm=video", "{\"sdp\":1}", "v=0\rv=0", "o=- 1 1 IN IP4 x")) {
            assertThat(SdpParser.parse(text)).isInstanceOf(SdpResult.Problem.class);
        }
        assertThat(problem("v=0\r\no=- 1 1 IN IP4 x\r\nm=audio 9 A 0\r\na=mid:a\r\nm=audio 9 A 0\r\na=mid:a\r\n"))
                .contains("same mid");
    }

    @Test
    void write_valueWithLineEnd_isRefused() {
        var media = MediaDescription.builder(MediaKind.VIDEO)
                .mid("0\r\na=evil")
                .formats(List.of("96"))
                .build();
        var sdp = new Sdp(Origin.of(1, 1), List.of(), List.of(), List.of(media));
        assertThatIllegalArgumentException().isThrownBy(sdp::write);
    }

    @Test
    void write_builtOffer_hasJsepsOrder() {
        var media = MediaDescription.builder(MediaKind.VIDEO)
                .mid("0")
                .direction(Direction.SENDONLY)
                .iceUfrag("u")
                .icePwd("p")
                .iceOption("trickle")
                .fingerprint(new Fingerprint("SHA-256", "aa:bb:cc:dd"))
                .setup(Setup.ACTPASS)
                .rtcpMux(true)
                .codec(new RtpMap(96, "H264", 90000, 1), "packetization-mode=1", "nack", "nack pli")
                .extmap(new Extmap(1, "urn:ietf:params:rtp-hdrext:sdes:mid"))
                .msid(new Msid("s", "t"))
                .ssrc(new SsrcAttribute(4294967295L, "cname", "c"))
                .candidate("a=candidate:1 1 udp 1 192.0.2.1 9 typ host")
                .endOfCandidates(true)
                .build();
        var sdp = new Sdp(Origin.of(7, 2), List.of(new Group(Group.BUNDLE, List.of("0"))), List.of(), List.of(media));
        assertThat(sdp.write().lines())
                .containsExactly(
                        "v=0",
                        "o=- 7 2 IN IP4 0.0.0.0",
                        "s=-",
                        "t=0 0",
                        "a=group:BUNDLE 0",
                        "m=video 9 UDP/TLS/RTP/SAVPF 96",
                        "c=IN IP4 0.0.0.0",
                        "a=mid:0",
                        "a=sendonly",
                        "a=rtpmap:96 H264/90000",
                        "a=fmtp:96 packetization-mode=1",
                        "a=rtcp-fb:96 nack",
                        "a=rtcp-fb:96 nack pli",
                        "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
                        "a=msid:s t",
                        "a=ice-ufrag:u",
                        "a=ice-pwd:p",
                        "a=ice-options:trickle",
                        "a=fingerprint:sha-256 AA:BB:CC:DD",
                        "a=setup:actpass",
                        "a=rtcp-mux",
                        "a=ssrc:4294967295 cname:c",
                        "a=candidate:1 1 udp 1 192.0.2.1 9 typ host",
                        "a=end-of-candidates");
        assertThat(Samples.ok(SdpParser.parse(sdp.write()))).isEqualTo(sdp);
        assertThat(media.toBuilder().build()).isEqualTo(media);
    }

    private static String problem(String text) {
        return ((SdpResult.Problem) SdpParser.parse(text)).message();
    }
}
