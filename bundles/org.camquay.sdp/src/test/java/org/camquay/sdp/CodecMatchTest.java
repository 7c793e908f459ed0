// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecMatchTest {
    private static final RtpCodec OPUS = new RtpCodec("audio/opus", 48000, 2, "");
    private static final RtpCodec PCMU = new RtpCodec("audio/PCMU", 8000, 1, "");

    @ParameterizedTest
    @CsvSource({
        "42e01f, 1, 108", // the same
        "42c028, 1, 108", // constrained baseline written otherwise, higher level
        "4de01f, 1, 108", // constrained baseline within main
        "42001f, 1, 102",
        "42001f, 0, 104",
        "4d4028, 1, 116",
        "f4001f, 1, 41",
        "64001f, 1, 41", // Chromium's software decoder build offers no high; 4:4:4 predictive has all its tools
        "640c1f, 1, 41"
    })
    void find_h264InChromiumOffer_picksTheProfile(String profile, int mode, int payloadType) {
        var video = Samples.read("chromium-156-whep-offer").media("0").orElseThrow();
        assertThat(CodecMatch.find(video, h264(profile, mode)))
                .map(CodecMatch::payloadType)
                .contains(payloadType);
    }

    @Test
    void find_onlySomeProfilesOffered_picksTheNearestThatDecodes() {
        var video = offer("42e01f", "4d001f", "64001f");
        assertThat(CodecMatch.find(video, h264("64002a", 1)).orElseThrow().payloadType())
                .isEqualTo(98);
        assertThat(CodecMatch.find(video, h264("640c1f", 1)).orElseThrow().payloadType())
                .isEqualTo(98);
        assertThat(CodecMatch.find(video, h264("4d0029", 1)).orElseThrow().payloadType())
                .isEqualTo(97);
        assertThat(CodecMatch.find(video, h264("420029", 1)).orElseThrow().payloadType())
                .isEqualTo(96);
        assertThat(CodecMatch.find(offer("64001f"), h264("42e01f", 1))).isPresent();
        assertThat(CodecMatch.find(offer("42e01f"), h264("64001f", 1))).isEmpty();
        assertThat(CodecMatch.find(offer("42e01f"), h264("4d001f", 1))).isEmpty();
    }

    @Test
    void find_sameProfileTwice_prefersTheLevelThatCovers() {
        assertThat(CodecMatch.find(offer("42e01f", "42e034"), h264("42e028", 1))
                        .orElseThrow()
                        .payloadType())
                .isEqualTo(97);
    }

    @Test
    void find_otherPacketizationMode_isNoMatch() {
        assertThat(CodecMatch.find(offer("42e01f"), h264("42e01f", 0))).isEmpty();
    }

    @Test
    void find_malformedProfile_isNoMatch() {
        assertThat(CodecMatch.find(offer("42e0zz"), h264("42e01f", 1))).isEmpty();
    }

    @Test
    void find_firefoxWithoutH264_isEmpty() {
        var video = Samples.read("firefox-153-whep-offer").media("0").orElseThrow();
        assertThat(CodecMatch.find(video, h264("42e01f", 1))).isEmpty();
        assertThat(CodecMatch.find(video, new RtpCodec("video/VP8", 90000, 1, "")))
                .isPresent();
    }

    @Test
    void find_audio_byNameRateAndChannels() {
        var firefox = Samples.read("firefox-153-whep-offer").media("1").orElseThrow();
        assertThat(CodecMatch.find(firefox, OPUS).orElseThrow().payloadType()).isEqualTo(109);
        assertThat(CodecMatch.find(firefox, new RtpCodec("audio/opus", 48000, 1, "")))
                .isEmpty();
        var gstreamer = Samples.read("gstreamer-1.22-offer").media("audio1").orElseThrow();
        assertThat(CodecMatch.find(gstreamer, OPUS).orElseThrow().payloadType()).isEqualTo(97);
    }

    @Test
    void find_staticPayloadTypes_needNoRtpmap() {
        var audio = MediaDescription.builder(MediaKind.AUDIO)
                .formats(List.of("8", "0"))
                .build();
        assertThat(CodecMatch.find(audio, PCMU).orElseThrow().payloadType()).isZero();
        assertThat(CodecMatch.find(audio, new RtpCodec("audio/pcma", 8000, 1, ""))
                        .orElseThrow()
                        .payloadType())
                .isEqualTo(8);
        assertThat(CodecMatch.find(audio, OPUS)).isEmpty();
    }

    @Test
    void family_ofTable5_isRecognized() {
        assertThat(H264Profile.parse("42C01E").orElseThrow().sameProfile(H264Profile.DEFAULT))
                .isTrue();
        assertThat(H264Profile.parse("58c01e").orElseThrow().family())
                .isEqualTo(H264Profile.Family.CONSTRAINED_BASELINE);
        assertThat(H264Profile.parse("640c2a").orElseThrow().family()).isEqualTo(H264Profile.Family.CONSTRAINED_HIGH);
        assertThat(H264Profile.parse("4d4028")).map(H264Profile::family).contains(H264Profile.Family.MAIN);
        assertThat(H264Profile.parse("42e01f"))
                .hasValueSatisfying(p -> assertThat(p).hasToString("42e01f"));
        assertThat(H264Profile.parse("+42e01")).isEmpty();
        assertThat(H264Profile.parse("42e01f0")).isEmpty();
    }

    @Test
    void coversLevel_level1b_isBelow11() {
        var level1b = new H264Profile(0x42, 0xf0, 11);
        var level11 = new H264Profile(0x42, 0xe0, 11);
        assertThat(H264Profile.coversLevel(level11, level1b)).isTrue();
        assertThat(H264Profile.coversLevel(level1b, level11)).isFalse();
    }

    private static RtpCodec h264(String profile, int mode) {
        return new RtpCodec("video/H264", 90000, 1, "packetization-mode=" + mode + ";profile-level-id=" + profile);
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
