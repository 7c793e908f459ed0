// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.MediaSource;
import org.camquay.api.capture.UnsupportedSourceException;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;
import org.camquay.testkit.Await;
import org.camquay.testkit.CapturingFrameSink;
import org.camquay.testkit.TestCertificate;
import org.camquay.testkit.outside.Clips;
import org.camquay.testkit.outside.OddCameras;
import org.camquay.testkit.outside.RtspCamera;
import org.camquay.tls.Pin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras of other authors, GStreamer's RTSP server and the odd ones: their logins, ways, habits and ends. */
@Timeout(120)
class CamerasTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static NetLoops loops;
    private static WorkThreads work;
    private static RtspCamera server;
    private static OddCameras odd;
    private static TestCertificate certificate;

    private final RtspCaptureDriver driver = new RtspCaptureDriver(loops, work);
    private final CapturingFrameSink sink = new CapturingFrameSink();

    @BeforeAll
    static void start() throws Exception {
        loops = new NetLoops(1);
        work = new WorkThreads();
        server = new RtspCamera();
        certificate = TestCertificate.make(folder, "RSA", "camera");
        var pem = folder.resolve("camera.pem");
        Files.writeString(pem, certificate.keyPem() + certificate.certificatePem());
        odd = new OddCameras(Clips.make(Path.of("target", "clips"), "plain.h264"), "tls=" + pem);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (odd != null) {
            odd.close();
        }
        loops.close();
        work.close();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private MediaSource open(URI uri, boolean forceTcp) throws CaptureException {
        return driver.open(new CaptureRequest("cam", uri, forceTcp, TIMEOUT), sink);
    }

    private void plays(URI uri, boolean forceTcp, int tracks) throws Exception {
        try (var source = open(uri, forceTcp)) {
            assertThat(sink.tracks()).hasSize(tracks);
            for (int track : sink.tracks()) {
                sink.awaitFrames(track, 8, TIMEOUT);
            }
        }
        assertThat(sink.ends()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/pcmu,true,2",
        "/pcmu,false,2",
        "/pcmu#transport=http,true,2",
        "/tcp,false,1",
        "/opus,false,2",
        "/bare,true,1"
    })
    void server_ofGStreamer_plays(String path, boolean forceTcp, int tracks) throws Exception {
        var address = server.uri(path.split("#", 2)[0]);
        plays(URI.create(address + (path.contains("#") ? path.substring(path.indexOf('#')) : "")), forceTcp, tracks);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic",
                "md5",
                "stale",
                "qop",
                "qops",
                "sess",
                "sha256",
                "sha256qop",
                "sha256sess",
                "userhash",
                "both",
                "both2",
                "oneline",
                "basicmd5",
                "sha512"
            })
    void login_ofEachKind_opens_andAWrongPasswordIsSaid(String kind) throws Exception {
        plays(odd.uriWithLogin("auth=" + kind), true, 1);
        assertThatThrownBy(() -> open(odd.uriWithLogin("auth=" + kind + " pass=0ther"), true))
                .hasMessageContaining("refuses the user or password")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "chan=8 audio=pcma,true,2",
        "junk=1 audio=pcma,true,2",
        "lf=1,true,1",
        "lower=1,true,1",
        "absolute=1,true,1",
        "nobase=1,true,1",
        "ask=1,true,1",
        "pad=1 ext=1,true,1",
        "tcp=0,false,1",
        "udp=0,false,1",
        "udp=silent audio=pcma,false,2",
        "loss=2 audio=pcma,false,2",
        "dup=5 audio=pcma,false,2",
        "tracks=bvam audio=pcma,true,2",
        "tracks=mvw,true,1"
    })
    void habit_ofACamera_isTaken(String habits, boolean forceTcp, int tracks) throws Exception {
        plays(odd.uri(habits), forceTcp, tracks);
    }

    /** So that FFmpeg, which can, is asked by the core. */
    @Test
    void picture_thatCannotBeReadHere_isLeftToAnotherDriver() {
        assertThatThrownBy(() -> open(server.uri("/jpeg"), true))
                .isInstanceOf(UnsupportedSourceException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void camera_thatDoesNotSendOverItsConnection_isSaidSo() {
        assertThatThrownBy(() -> open(odd.uri("tcp=0"), true)).hasMessageContaining("forceTcp=0");
    }

    @Test
    void redirection_keepsTheLogin() throws Exception {
        plays(odd.uriWithLogin("auth=sha256 redirect=live~file=plain.h264~auth=md5"), true, 1);
    }

    @Test
    void rtsps_isBelieved_andAPinIsKept() throws Exception {
        plays(odd.secure("audio=pcma"), true, 2);
        var right = Pin.of(certificate.certificate());
        plays(URI.create(odd.secure("audio=pcma") + "#pin=" + right), false, 2);
        var wrong = "sha256/" + "A".repeat(43) + "=";
        assertThatThrownBy(() -> open(URI.create(odd.secure("audio=pcma") + "#pin=" + wrong), true))
                .isInstanceOf(CaptureException.class);
    }

    /** The cameras end a connection five seconds after its last request. */
    @Test
    void sessions_areKept() throws Exception {
        var refusing = new CapturingFrameSink();
        var overUdp = new CapturingFrameSink();
        try (var one = open(odd.uri("timeout=5"), true);
                var two =
                        driver.open(new CaptureRequest("two", odd.uri("timeout=5 noget=1"), true, TIMEOUT), refusing);
                var three = driver.open(new CaptureRequest("three", odd.uri("timeout=5"), false, TIMEOUT), overUdp)) {
            for (var each : new CapturingFrameSink[] {sink, refusing, overUdp}) {
                each.awaitFrames(0, 190, TIMEOUT);
                assertThat(each.ends()).isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"die=2,true", "bye=1 die=2,false", "die=2,false"})
    void camera_thatDies_endsTheSourceOnce_andIsTakenAgain(String habits, boolean forceTcp) throws Exception {
        try (var source = open(odd.uri(habits), forceTcp)) {
            Await.until(TIMEOUT, "the end", () -> sink.ends() == 1);
        }
        assertThat(sink.failure()).hasMessageContaining("127.0.0.1");
        int before = sink.count(0);
        try (var source = open(odd.uri(habits), forceTcp)) {
            sink.awaitFrames(0, before + 10, TIMEOUT);
        }
    }
}
