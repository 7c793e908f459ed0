// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;
import org.junit.jupiter.api.Test;

/** What passes through is what peer connections say they can send. */
class PassageTest {
    private static final Codec H265 = Codec.video(Codec.H265);

    private final Codecs codecs = new Codecs();

    @Test
    void reachable_beforeAnythingCanBeSent_isNothing() {
        assertThat(codecs.reachable(new AudioFormat(Codec.opus(), 48_000, 2))).isEmpty();
    }

    @Test
    void reachable_newFormatOfTheConnections_passes() {
        var format = new VideoFormat(H265, 64, 64, 30, false);
        codecs.sendable(Rig.SENDERS.sendable());
        assertThat(codecs.reachable(format)).isEmpty();
        codecs.sendable(Set.of("VIDEO/h265"));
        assertThat(codecs.reachable(format)).containsExactly(H265);
        assertThat(codecs.passes(format, H265)).isTrue();
    }

    @Test
    void passes_whatBrowsersCannotShowAsItIs_never() {
        var codec = Codec.h264("640028");
        codecs.sendable(Rig.SENDERS.sendable());
        var plain = new VideoFormat(codec, 64, 64, 30, false);
        assertThat(codecs.passes(plain, codec)).isTrue();
        assertThat(Passage.hindrance(plain)).isEmpty();
        for (var odd : List.of(
                new VideoFormat(codec, 64, 64, 30, true),
                new VideoFormat(codec, 64, 64, 30, false, true, 0, false),
                new VideoFormat(codec, 64, 64, 30, false, false, 90, false),
                new VideoFormat(codec, 64, 64, 30, false, false, 0, true))) {
            assertThat(codecs.passes(odd, codec)).as("%s", odd).isFalse();
            assertThat(Passage.hindrance(odd)).isNotEmpty();
            assertThat(Passage.remedy(odd)).isNotEmpty();
        }
    }
}
