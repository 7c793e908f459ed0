// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.testpattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.media.AudioFrame;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.media.VideoFrame;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.Sounds;
import org.camquay.testkit.contract.CaptureDriverContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestPatternDriverTest extends CaptureDriverContract {
    private final TestPatternDriver driver = new TestPatternDriver();

    @Override
    protected CaptureDriver driver() {
        return driver;
    }

    @Override
    protected URI workingUri() {
        return URI.create("test:bars?size=128x96&fps=50");
    }

    @Override
    protected URI brokenUri() {
        return URI.create("test:bars?size=1x1");
    }

    @ParameterizedTest
    @CsvSource({
        "test:snow, only pattern",
        "test:bars?size=1280, size takes even numbers from 64x64 to 3840x2160",
        "test:bars?size=65x64, 64x64",
        "test:bars?size=3842x2160, 3840x2160",
        "test:bars?size=99999999999x2, size",
        "test:bars?fps=0, fps takes a whole number from 1 to 120",
        "test:bars?fps=121, fps",
        "test:bars?fps=fast, fps",
        "test:bars?fps=, fps",
        "test:bars?tone=5, tone",
        "test:bars?colour=red, 'colour' is none of",
        "test:bars?, none of",
    })
    void open_badParameter_namesItAndItsRange(String uri, String sentence) {
        var request = new CaptureRequest("bad", URI.create(uri), false, Duration.ofSeconds(1));
        assertThatThrownBy(() -> driver.open(request, new CapturingFrameSink()))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith(uri)
                .hasMessageContaining(sentence);
    }

    @Test
    void open_withoutTone_hasNoAudioTrack() throws Exception {
        var sink = new CapturingFrameSink();
        try (var source = open("test:bars?size=64x64&tone=0", sink)) {
            sink.awaitFrames(0, 3, timeout());
        }
        assertThat(sink.tracks()).containsExactly(0);
        assertThat(sink.formats(0).get(0)).isInstanceOfSatisfying(VideoFormat.class, format -> {
            assertThat(format.width()).isEqualTo(64);
            assertThat(format.frameRate()).isEqualTo(30);
        });
    }

    @Test
    void frames_ofBothTracks_keepTheirRateOnOneClock() throws Exception {
        var sink = new CapturingFrameSink();
        long begin = System.nanoTime();
        try (var source = open("test:bars?size=64x64&fps=40&tone=500", sink)) {
            sink.awaitFrames(0, 81, timeout());
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(seconds).isBetween(1.99, 8.0);
        var last = (VideoFrame) sink.frames(0).get(80).frame();
        assertThat(last.timestamp()).isEqualTo(2_000_000);
        var sound = sink.frames(1).stream().map(c -> (AudioFrame) c.frame()).toList();
        assertThat(sound.size()).isBetween(99, 101);
        assertThat(sound.get(50).timestamp()).isEqualTo(1_000_000);
        assertThat(Sounds.share(sound.subList(10, 45), 500)).isGreaterThan(0.95);
        assertThat(Sounds.level(sound.subList(10, 45))).isBetween(0.06, 0.08);
        assertThat(Sounds.share(sound.subList(50, 55), 1000)).as("the beep").isGreaterThan(0.95);
    }

    @Test
    void deactivate_closesWhatIsOpen() throws Exception {
        var sink = new CapturingFrameSink();
        open("test:bars?size=64x64", sink);
        sink.awaitFrames(0, 1, timeout());
        driver.close();
        int calls = sink.calls();
        assertThat(org.camquay.testkit.Await.within(Duration.ofMillis(200), () -> sink.calls() > calls))
                .isFalse();
    }

    private org.camquay.api.capture.MediaSource open(String uri, CapturingFrameSink sink) throws CaptureException {
        return driver.open(new CaptureRequest("pattern", URI.create(uri), false, timeout()), sink);
    }
}
