// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.ice.IceServer;
import org.camquay.api.signaling.SignalingTarget;
import org.junit.jupiter.api.Test;

class FrameTest {
    @Test
    void data_readTwice_givesTheSameBytes() {
        var frame = new EncodedFrame(EncodedFrame.Type.KEY, 0, 0, 0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        frame.data().get();
        assertThat(frame.data().remaining()).isEqualTo(3);
        assertThat(frame.data().isReadOnly()).isTrue();
    }

    @Test
    void videoFrame_oddSides_roundsChromaUp() {
        assertThat(VideoFrame.size(3, 3)).isEqualTo(9 + 4 + 4);
        assertThatThrownBy(() -> new VideoFrame(3, 3, 0, 0, ByteBuffer.allocate(9)))
                .hasMessageContaining("takes 17 bytes");
    }

    @Test
    void codec_kindAndName_comeFromTheMediaType() {
        assertThat(Codec.h264("42E01F").sdpFmtpLine()).contains("profile-level-id=42e01f");
        assertThat(Codec.opus().kind()).isEqualTo(MediaKind.AUDIO);
        assertThat(Codec.audio(Codec.PCMU, 8000, 1).name()).isEqualTo("PCMU");
    }

    @Test
    void secrets_areInNoText() {
        var uri = URI.create("rtsp://cam:s3cret@10.0.0.1/live?a=b");
        assertThat(CaptureRequest.redacted(uri)).isEqualTo("rtsp://10.0.0.1/live?a=b");
        assertThat(new CaptureRequest("cam1", uri, false, Duration.ofSeconds(5)).toString())
                .doesNotContain("s3cret");
        assertThat(new SignalingTarget(URI.create("ws://h:1/?access_token=s3cret"), "r", "s3cret", UUID.randomUUID())
                        .toString())
                .doesNotContain("s3cret");
        assertThat(new IceServer(java.util.List.of("turn:h"), "u", "s3cret").toString())
                .doesNotContain("s3cret");
    }
}
