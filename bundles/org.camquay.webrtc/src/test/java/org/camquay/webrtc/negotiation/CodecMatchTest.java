// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.sdp.MediaDescription;
import org.camquay.sdp.MediaKind;
import org.camquay.sdp.RtpMap;
import org.camquay.sdp.SdpParser;
import org.camquay.sdp.SdpResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecMatchTest {
    private static final Codec PCMU = Codec.audio(Codec.PCMU, 8000, 1);

    private static MediaDescription sample(String name, String mid) throws IOException {
        try (var in = CodecMatchTest.class.getResourceAsStream(name)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ((SdpResult.Ok) SdpParser.parse(text)).sdp().media(mid).orElseThrow();
        }
    }

    private static Optional<Integer> find(MediaDescription section, Codec codec) {
        return CodecMatch.find(section, codec, codec.sdpFmtpLine())
                .map(match -> match.rtpMap().payloadType());
    }

    @ParameterizedTest
    @CsvSource({
        "42e01f, 108", // the same
        "42c028, 108", // constrained baseline written otherwise, higher level
        "4de01f, 108", // constrained baseline within main
        "42001f, 102",
        "4d4028, 116",
        "f4001f, 41",
        "64001f, 41", // Chromium's software decoder build offers no high; 4:4:4 predictive has all its tools
        "640c1f, 41"
    })
    void find_h264InChromiumOffer_picksTheProfile(String profile, int payloadType) throws IOException {
        assertThat(find(sample("chromium-156-whep-offer.sdp", "0"), Codec.h264(profile)))
                .contains(payloadType);
    }

    @Test
    void find_onlySomeProfilesOffered_picksTheNearestThatDecodes() {
        var video = offer("42e01f", "4d001f", "64001f");
        assertThat(find(video, Codec.h264("64002a"))).contains(98);
        assertThat(find(video, Codec.h264("640c1f"))).contains(98);
        assertThat(find(video, Codec.h264("4d0029"))).contains(97);
        assertThat(find(video, Codec.h264("420029"))).contains(96);
        assertThat(find(offer("64001f"), Codec.h264("42e01f"))).isPresent();
        assertThat(find(offer("42e01f"), Codec.h264("64001f"))).isEmpty();
        assertThat(find(offer("42e01f"), Codec.h264("4d001f"))).isEmpty();
    }

    @Test
    void find_sameProfileTwice_prefersTheLevelThatCovers() {
        assertThat(find(offer("42e01f", "42e034"), Codec.h264("42e028"))).contains(97);
    }

    @Test
    void find_modeZeroBeforeModeOne_prefersTheOneThatTakesFragments() {
        var video = MediaDescription.builder(MediaKind.VIDEO)
                .codec(new RtpMap(96, "H264", 90000, 1), "packetization-mode=0;profile-level-id=42e01f")
                .codec(new RtpMap(97, "H264", 90000, 1), "profile-level-id=42e01f")
                .build();
        assertThat(find(video, Codec.h264("42e01f"))).contains(97);
    }

    @Test
    void find_malformedProfile_isWhatEveryoneHas() {
        assertThat(find(offer("0x42e01f"), Codec.h264("42e01f"))).contains(96);
        assertThat(find(offer("42e0zz"), Codec.h264("640028"))).isEmpty();
    }

    @Test
    void find_firefoxWithoutH264_isEmpty() throws IOException {
        assertThat(find(sample("firefox-153-whep-offer.sdp", "0"), Codec.h264("42e01f")))
                .isEmpty();
    }

    @Test
    void find_audio_byNameAndRate() throws IOException {
        assertThat(find(sample("firefox-153-whep-offer.sdp", "1"), Codec.opus()))
                .contains(109);
        assertThat(find(sample("gstreamer-1.22-offer.sdp", "audio1"), Codec.opus()))
                .contains(97);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opus/48000", "OPUS/48000/1", "opus/48000/2"})
    void find_opusWithoutItsSecondChannel_isOpus(String name) {
        var parts = name.split("/");
        var map = new RtpMap(111, parts[0], 48000, parts.length < 3 ? 1 : Integer.parseInt(parts[2]));
        var audio = MediaDescription.builder(MediaKind.AUDIO).codec(map, "").build();
        assertThat(find(audio, Codec.opus())).contains(111);
    }

    @Test
    void find_staticPayloadTypes_needNoRtpmap() {
        var audio = MediaDescription.builder(MediaKind.AUDIO)
                .formats(List.of("8", "0"))
                .build();
        assertThat(find(audio, PCMU)).contains(0);
        assertThat(find(audio, Codec.audio("audio/pcma", 8000, 1))).contains(8);
        assertThat(find(audio, Codec.opus())).isEmpty();
    }

    @Test
    void all_ofAnOffer_areThoseOfTheTable() throws IOException {
        assertThat(CodecMatch.all(sample("firefox-153-whep-offer.sdp", "0"))).isEmpty();
        assertThat(CodecMatch.all(sample("firefox-153-whep-offer.sdp", "1")))
                .extracting(match -> match.format().mimeType())
                .contains(Codec.OPUS, Codec.PCMU, Codec.PCMA);
    }

    private static MediaDescription offer(String... profiles) {
        var builder = MediaDescription.builder(MediaKind.VIDEO);
        for (var i = 0; i < profiles.length; i++) {
            var line = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profiles[i];
            builder.codec(new RtpMap(96 + i, "H264", 90000, 1), line);
        }
        return builder.build();
    }
}
