// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.testkit.H264Samples;
import org.camquay.webrtc.send.ClipTrack;
import org.junit.jupiter.api.Test;

/** Which of a connection's streams are numbered: those that the peer agreed to report on. */
class ReportedStreamsTest {
    private static String offer() throws IOException {
        try (var in = ReportedStreamsTest.class.getResourceAsStream("chromium-156-whep-offer.sdp")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void g711WithoutFeedback_pictureIsNumbered_soundIsNot() throws Exception {
        var pcma = new Codec(Codec.PCMA, 8_000, 1, "");
        var negotiation = new Negotiation(new SecureRandom());
        var video = new Transceiver(new ClipTrack(H264Samples.format(), Codec.h264("42e01f")), 7, 8);
        var audio = new Transceiver(new ClipTrack(new AudioFormat(pcma, 8_000, 1), pcma), 9, 10);
        negotiation.add(video);
        negotiation.add(audio);
        negotiation.takeOffer(Negotiation.parse(offer()));
        assertThat(video.parameters().reported()).isTrue();
        assertThat(audio.parameters().reported()).isFalse();
    }
}
