// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.camquay.api.capture.CaptureDriver;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.testkit.AnnexB;
import org.camquay.testkit.Await;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.CapturingFrameSink.Captured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link CaptureDriver} keeps to. Sources must deliver at least 80 frames of their first track. */
@Timeout(120)
public abstract class CaptureDriverContract {
    private static final int MORE = 50;

    /** The driver under test. */
    protected abstract CaptureDriver driver();

    /** A source that opens and keeps delivering; may be opened several times at once. */
    protected abstract URI workingUri();

    /** A source that cannot be opened; best with a user and password, which must not be shown. */
    protected abstract URI brokenUri();

    /**
     * The name of the thread that frames of a stream come on. A driver whose sources share threads, such as the loops of {@code net},
     * says here which one it is; then it need not end with the source.
     */
    protected String thread(String stream) {
        return "capture-" + stream;
    }

    private boolean hasThreadOf(String stream) {
        return thread(stream).equals("capture-" + stream);
    }

    /** How long opening may last. */
    protected Duration timeout() {
        return Duration.ofSeconds(10);
    }

    @Test
    void open_workingSource_announcesAllFormatsBeforeItReturns() throws Exception {
        var sink = new CapturingFrameSink();
        try (var source = open("formats", sink)) {
            List<Integer> tracks = sink.tracks();
            assertThat(tracks)
                    .as("tracks count from 0")
                    .isNotEmpty()
                    .contains(0)
                    .allMatch(t -> t >= 0);
            sink.awaitFrames(0, 30, timeout());
            assertThat(sink.tracks()).as("no track appears later").containsExactlyElementsOf(tracks);
        }
    }

    @Test
    void frames_ofEachTrack_fitTheFormatAndBeginWithAKeyFrame() throws Exception {
        var sink = new CapturingFrameSink();
        try (var source = open("keys", sink)) {
            for (int track : sink.tracks()) {
                sink.awaitFrames(track, 1, timeout());
            }
            sink.awaitFrames(0, 30, timeout());
        }
        for (int track : sink.tracks()) {
            checkFrames(sink.formats(track), sink.frames(track));
        }
    }

    private static void checkFrames(List<TrackFormat> formats, List<Captured> frames) {
        String mime = formats.get(0).codec().mimeType();
        boolean raw = mime.equalsIgnoreCase(Codec.RAW_VIDEO) || mime.equalsIgnoreCase(Codec.RAW_AUDIO);
        for (Captured captured : frames) {
            assertThat(captured.frame() instanceof EncodedFrame)
                    .as("frames of %s are encoded", mime)
                    .isEqualTo(!raw);
        }
        if (raw) {
            return;
        }
        assertThat(((EncodedFrame) frames.get(0).frame()).isKey())
                .as("first frame is a key frame")
                .isTrue();
        if (mime.equalsIgnoreCase(Codec.H264)) {
            assertThat(frames)
                    .map(c -> (EncodedFrame) c.frame())
                    .filteredOn(EncodedFrame::isKey)
                    .allSatisfy(key -> assertThat(AnnexB.beginsWithParameterSets(key.data()))
                            .as("key frame begins with SPS and PPS: %s", AnnexB.nalTypes(key.data()))
                            .isTrue());
        }
    }

    @Test
    void timestamps_inDecodingOrder_rise() throws Exception {
        var sink = new CapturingFrameSink();
        try (var source = open("times", sink)) {
            sink.awaitFrames(0, 30, timeout());
        }
        for (int track : sink.tracks()) {
            TrackFormat format = sink.formats(track).get(0);
            if (!(format instanceof VideoFormat video && video.reordered())) {
                assertThat(sink.frames(track))
                        .map(c -> c.frame().timestamp())
                        .as("timestamps of track %d", track)
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void frames_afterManyMore_haveTheSameBytes() throws Exception {
        var sink = new CapturingFrameSink();
        try (var source = open("bytes", sink)) {
            sink.awaitFrames(0, 10 + MORE, timeout().plusSeconds(20));
            for (int track : sink.tracks()) {
                for (Captured captured : sink.frames(track)) {
                    assertThat(CapturingFrameSink.hash(captured.frame()))
                            .as("a delivered frame is never written to again")
                            .isEqualTo(captured.hashOnArrival());
                }
            }
        }
    }

    @Test
    void frames_comeOnOneThread_thatIsNamed() throws Exception {
        var sink = new CapturingFrameSink();
        try (var source = open("front-door", sink)) {
            sink.awaitFrames(0, 10, timeout());
        }
        assertThat(sink.threads()).containsExactly(thread("front-door"));
    }

    @Test
    void close_twiceWhilePlaying_endsDeliveryAtOnce() throws Exception {
        var sink = new CapturingFrameSink();
        var source = open("closing", sink);
        sink.awaitFrames(0, 3, timeout());
        long begin = System.nanoTime();
        source.close();
        int calls = sink.calls();
        source.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(Await.within(Duration.ofMillis(300), () -> sink.calls() != calls))
                .as("something is delivered after close")
                .isFalse();
        assertThat(sink.ends()).as("a closed source does not end as well").isZero();
        awaitEnd("closing");
    }

    @Test
    void requests_openOrClosed_neverThrow() throws Exception {
        var sink = new CapturingFrameSink();
        var source = open("requests", sink);
        source.requestKeyFrame();
        source.setTargetBitrate(500_000);
        sink.awaitFrames(0, 5, timeout());
        source.close();
        assertThat(catchThrowable(() -> {
                    source.requestKeyFrame();
                    source.setTargetBitrate(500_000);
                }))
                .isNull();
    }

    @Test
    void open_brokenSource_namesItAndKeepsTheSecret() {
        var sink = new CapturingFrameSink();
        var request = new CaptureRequest("broken", brokenUri(), false, timeout());
        long begin = System.nanoTime();
        Throwable thrown = catchThrowable(() -> driver().open(request, sink));
        assertThat(thrown).isInstanceOf(CaptureException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isLessThan(timeout().plusSeconds(5));
        assertThat(thrown.getMessage()).as("names the source").contains(name(brokenUri()));
        password().ifPresent(secret -> {
            for (Throwable t = thrown; t != null; t = t.getCause()) {
                assertThat(String.valueOf(t.getMessage())).doesNotContain(secret);
            }
        });
        awaitEnd("broken");
        assertThat(sink.ends()).as("what never opened does not end").isZero();
    }

    private java.util.Optional<String> password() {
        String user = brokenUri().getUserInfo();
        return user == null || user.indexOf(':') < 0
                ? java.util.Optional.empty()
                : java.util.Optional.of(user.substring(user.indexOf(':') + 1));
    }

    private static String name(URI uri) {
        if (uri.getHost() != null) {
            return uri.getHost();
        }
        String rest = uri.getSchemeSpecificPart();
        return rest.contains("?") ? rest.substring(0, rest.indexOf('?')) : rest;
    }

    @Test
    void open_twoAtOnce_areIndependent() throws Exception {
        CaptureDriver driver = driver();
        var first = new CapturingFrameSink();
        var second = new CapturingFrameSink();
        try (var b = driver.open(request("second"), second)) {
            try (var a = driver.open(request("first"), first)) {
                first.awaitFrames(0, 5, timeout());
                second.awaitFrames(0, 5, timeout());
            }
            int before = second.count(0);
            second.awaitFrames(0, before + 10, timeout());
            assertThat(second.ends()).isZero();
        }
        assertThat(first.threads()).containsExactly(thread("first"));
        assertThat(second.threads()).containsExactly(thread("second"));
    }

    @Test
    void open_againAfterClose_deliversAgain() throws Exception {
        CaptureDriver driver = driver();
        for (int round = 0; round < 2; round++) {
            var sink = new CapturingFrameSink();
            try (var source = driver.open(request("again"), sink)) {
                sink.awaitFrames(0, 3, timeout());
            }
            MediaFrame first = sink.frames(0).get(0).frame();
            assertThat(!(first instanceof EncodedFrame encoded) || encoded.isKey())
                    .isTrue();
        }
    }

    private org.camquay.api.capture.MediaSource open(String stream, CapturingFrameSink sink) throws CaptureException {
        return driver().open(request(stream), sink);
    }

    private CaptureRequest request(String stream) {
        return new CaptureRequest(stream, workingUri(), false, timeout());
    }

    private void awaitEnd(String stream) {
        if (hasThreadOf(stream)) {
            Await.until(Duration.ofSeconds(3), "thread of " + stream + " ends", () -> !runs(thread(stream)));
        }
    }

    private static boolean runs(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals(thread));
    }
}
