// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.capture.MediaSource;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;
import org.camquay.testkit.Await;
import org.camquay.testkit.CapturingFrameSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cameras say and do over RTSP, besides what the standard says. */
@Timeout(120)
class ProtocolTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String OK = TestCamera.OK;

    private static NetLoops loops;
    private static WorkThreads work;
    private final RtspCaptureDriver driver = new RtspCaptureDriver(loops, work);
    private final CapturingFrameSink sink = new CapturingFrameSink();

    @BeforeAll
    static void start() throws IOException {
        loops = new NetLoops(1);
        work = new WorkThreads();
    }

    @AfterAll
    static void stop() {
        loops.close();
        work.close();
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private MediaSource open(String uri, boolean forceTcp) throws CaptureException {
        return open(uri, forceTcp, TIMEOUT);
    }

    private MediaSource open(String uri, boolean forceTcp, Duration timeout) throws CaptureException {
        return driver.open(new CaptureRequest("cam", URI.create(uri), forceTcp, timeout), sink);
    }

    private void plays(TestCamera camera, String uri, boolean forceTcp) throws Exception {
        try (var source = open(uri, forceTcp)) {
            sink.awaitFrames(0, 5, TIMEOUT);
        }
        Await.until(TIMEOUT, "TEARDOWN", () -> camera.methods().contains("TEARDOWN"));
    }

    private void fails(String uri, String... words) {
        assertThatThrownBy(() -> open(uri, true))
                .isInstanceOf(CaptureException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words).doesNotContain("s3cret"));
        assertThat(sink.ends()).isZero();
    }

    @Test
    void camera_overItsConnection_isAskedAsTheStandardSays() throws Exception {
        try (var camera = new TestCamera(asked -> null)) {
            plays(camera, camera.uri("/live?a=1"), true);
            assertThat(camera.methods()).containsExactly("OPTIONS", "DESCRIBE", "SETUP", "PLAY", "TEARDOWN");
            assertThat(camera.asked.get(2).uri()).isEqualTo(camera.uri("/live?a=1/sound"));
            assertThat(camera.asked.get(2).header("Transport")).isEqualTo("RTP/AVP/TCP;unicast;interleaved=0-1");
            assertThat(camera.asked.get(4).header("Session")).isEqualTo("4711");
        }
    }

    @Test
    void camera_overUdp_sendsToAPairOfPorts() throws Exception {
        try (var camera = new TestCamera(asked -> null)) {
            plays(camera, camera.uri("/live"), false);
            assertThat(camera.asked.get(2).header("Transport")).matches("RTP/AVP;unicast;client_port=\\d+[02468]-\\d+");
        }
    }

    @Test
    void udp_thatTheCameraRefuses_isReplacedAtOnce() throws Exception {
        try (var camera = new TestCamera(asked ->
                asked.header("Transport").contains("client_port") ? "RTSP/1.0 461 Unsupported Transport\r\n" : null)) {
            plays(camera, camera.uri("/live"), false);
            assertThat(camera.asked).allMatch(asked -> asked.connection() == 0);
        }
    }

    @Test
    void udp_thatBringsNothing_isReplaced() throws Exception {
        try (var camera = new TestCamera(asked -> asked.header("Transport").contains("client_port")
                ? OK + "Session: 1\r\nTransport: RTP/AVP;unicast;client_port=9-10;server_port=9-10\r\n"
                : null)) {
            camera.sends = false;
            try (var opening = new Later(
                            () -> camera.sends = true, () -> camera.methods().contains("TEARDOWN"));
                    var source = open(camera.uri("/live"), false, Duration.ofSeconds(9))) {
                sink.awaitFrames(0, 5, TIMEOUT);
            }
        }
    }

    @Test
    void tunnel_throughHttp_carriesAll() throws Exception {
        try (var camera = new TestCamera(asked -> null)) {
            plays(camera, camera.uri("/live?a=1#transport=http"), false);
            assertThat(camera.methods())
                    .containsExactly("GET", "POST", "OPTIONS", "DESCRIBE", "SETUP", "PLAY", "TEARDOWN");
            assertThat(camera.asked.get(0).uri()).isEqualTo("/live?a=1");
        }
    }

    @Test
    void tunnel_thatAsksForALogin_getsIt() throws Exception {
        try (var camera = new TestCamera(asked ->
                asked.method().equals("GET") && asked.header("Authorization").isEmpty()
                        ? "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\n\r\n"
                        : null)) {
            plays(camera, camera.uri("/live#transport=http").replace("//", "//cam:s3cret@"), false);
            assertThat(camera.asked.get(2).method()).isEqualTo("POST");
            assertThat(camera.asked.get(2).header("Authorization")).startsWith("Basic ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 Not Found|no such stream",
                "403 Forbidden|user or password",
                "453 Not Enough Bandwidth|no room",
                "500 Odd|500 to DESCRIBE"
            })
    void description_thatIsRefused_isSaid(String status, String words) throws Exception {
        try (var camera =
                new TestCamera(asked -> asked.method().equals("DESCRIBE") ? "RTSP/1.0 " + status + "\r\n" : null)) {
            fails(camera.uri("/live"), "127.0.0.1", words);
        }
    }

    private static TestCamera guarded(String challenge) throws IOException {
        return new TestCamera(asked -> asked.method().equals("OPTIONS") || right(asked)
                ? null
                : "RTSP/1.0 401 Unauthorized\r\n" + challenge + "\r\n");
    }

    private static boolean right(TestCamera.Asked asked) {
        return asked.header("Authorization").contains("username=\"cam\"");
    }

    @Test
    void login_thatIsRight_isGivenWithEachRequest() throws Exception {
        try (var camera = guarded("WWW-Authenticate: Digest realm=x, nonce=n, algorithm=SHA-256")) {
            plays(camera, camera.uri("/live").replace("//", "//cam:s3cret@"), true);
            assertThat(camera.asked.subList(2, 6)).allMatch(ProtocolTest::right);
            assertThat(camera.methods())
                    .containsExactly("OPTIONS", "DESCRIBE", "DESCRIBE", "SETUP", "PLAY", "TEARDOWN");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tom:s3cret@|WWW-Authenticate: Digest realm=x, nonce=n|refuses the user or password",
                "''|WWW-Authenticate: Digest realm=x, nonce=n|none was given",
                "cam:s3cret@|WWW-Authenticate: Negotiate|Negotiate",
                "cam:s3cret@|WWW-Authenticate: Digest realm=x, nonce=n, algorithm=SHA-3|Digest with SHA-3"
            })
    void login_thatDoesNotDo_isSaidWithItsCause(String user, String challenge, String words) throws Exception {
        try (var camera = guarded(challenge)) {
            fails(camera.uri("/live").replace("//", "//" + user), words);
            assertThat(camera.methods()).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void connection_closedOverALogin_isMadeAgain() throws Exception {
        try (var camera = guarded("WWW-Authenticate: Digest realm=x, nonce=n\r\nConnection: close")) {
            plays(camera, camera.uri("/live").replace("//", "//cam:s3cret@"), true);
            assertThat(camera.asked.get(camera.asked.size() - 1).connection()).isOne();
        }
    }

    @Test
    void redirection_toTheSameHost_keepsTheUser() throws Exception {
        try (var camera = guarded("WWW-Authenticate: Digest realm=x, nonce=n");
                var first = new TestCamera(asked -> asked.method().equals("DESCRIBE")
                        ? "RTSP/1.0 302 Moved\r\nLocation: " + camera.uri("/other") + "\r\n"
                        : null)) {
            plays(camera, first.uri("/live").replace("//", "//cam:s3cret@"), true);
        }
    }

    @Test
    void redirection_toAnotherHost_showsItNoPassword() throws Exception {
        try (var other = new TestCamera(
                        "127.0.0.2",
                        asked -> asked.method().equals("OPTIONS")
                                ? null
                                : "RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\n");
                var first = new TestCamera(asked -> asked.method().equals("DESCRIBE")
                        ? "RTSP/1.0 301 Moved\r\nLocation: " + other.uri("/live") + "\r\n"
                        : null)) {
            fails(first.uri("/live").replace("//", "//cam:s3cret@"), "none was given");
            assertThat(other.asked)
                    .allMatch(asked -> asked.header("Authorization").isEmpty());
        }
    }

    @Test
    void redirections_inACircle_end() throws Exception {
        var self = new String[1];
        try (var camera = new TestCamera(asked ->
                asked.method().equals("DESCRIBE") ? "RTSP/1.0 302 Moved\r\nLocation: " + self[0] + "\r\n" : null)) {
            self[0] = camera.uri("/live");
            fails(camera.uri("/live"), "elsewhere");
            assertThat(camera.methods()).hasSizeLessThan(20);
        }
    }

    @Test
    void description_withoutALength_isRead() throws Exception {
        try (var camera = new TestCamera(asked -> asked.method().equals("DESCRIBE")
                ? OK + "Content-Type: application/sdp\r\n\r\n" + TestCamera.SDP
                : null)) {
            plays(camera, camera.uri("/live"), true);
        }
    }

    @Test
    void camera_thatWritesSloppily_isUnderstood() throws Exception {
        try (var camera = new TestCamera(asked -> null)) {
            camera.sloppy = true;
            camera.channel = 12;
            camera.toSay.add("junk $\0\0\0 \0\u00ff$".getBytes(StandardCharsets.ISO_8859_1));
            plays(camera, camera.uri("/live"), true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CSeq: 0\r\n", "CSeq: x\r\n", "CSeq: 99\r\n"})
    void numbers_ofAnswers_mayBeOdd(String number) throws Exception {
        try (var camera = new TestCamera(
                asked -> asked.method().equals("OPTIONS") || asked.method().equals("PLAY") ? OK + number : null)) {
            plays(camera, camera.uri("/live"), true);
        }
    }

    @Test
    void requests_ofTheCamera_areAnswered() throws Exception {
        try (var camera = new TestCamera(asked -> asked.method().startsWith("RTSP") ? TestCamera.SILENCE : null)) {
            camera.toSay.add("OPTIONS * RTSP/1.0\r\nCSeq: 31\r\n\r\nPAUSE x RTSP/1.0\r\nCSeq: 32\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            try (var source = open(camera.uri("/live"), true)) {
                Await.until(TIMEOUT, "two answers", () -> answers(camera).size() == 2);
            }
            assertThat(answers(camera)).containsExactly("200", "501");
        }
    }

    private static List<String> answers(TestCamera camera) {
        return camera.asked.stream()
                .filter(asked -> asked.method().startsWith("RTSP"))
                .map(TestCamera.Asked::uri)
                .toList();
    }

    @Test
    void session_isKept_byWhatTheCameraTakes() throws Exception {
        try (var camera = new TestCamera(asked -> switch (asked.method()) {
            case "SETUP" -> OK + "Session: 1;timeout=1\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n";
            case "GET_PARAMETER" -> "RTSP/1.0 501 Not Implemented\r\n";
            default -> null;
        })) {
            try (var source = open(camera.uri("/live"), true)) {
                Await.until(TIMEOUT, "OPTIONS", () -> count(camera, "OPTIONS") > 3);
            }
            assertThat(count(camera, "GET_PARAMETER")).isOne();
        }
    }

    private static long count(TestCamera camera, String method) {
        return camera.methods().stream().filter(method::equals).count();
    }

    @Test
    void keepAlive_thatEndsTheConnection_isNotSentAgain() throws Exception {
        try (var camera = new TestCamera(asked -> switch (asked.method()) {
            case "SETUP" -> OK + "Session: 1;timeout=1\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n";
            case "GET_PARAMETER" -> TestCamera.HANG_UP;
            default -> null;
        })) {
            open(camera.uri("/live"), true);
            Await.until(TIMEOUT, "the end", () -> sink.ends() == 1);
            try (var source = open(camera.uri("/live"), true)) {
                Await.until(TIMEOUT, "OPTIONS", () -> count(camera, "OPTIONS") > 4);
            }
            assertThat(count(camera, "GET_PARAMETER")).isOne();
        }
    }

    @Test
    void camera_thatFallsSilent_isLost() throws Exception {
        try (var camera = new TestCamera(asked -> null)) {
            try (var source = open(camera.uri("/live"), true, Duration.ofSeconds(2))) {
                sink.awaitFrames(0, 2, TIMEOUT);
                camera.sends = false;
                Await.until(TIMEOUT, "the end", () -> sink.ends() == 1);
            }
            assertThat(sink.failure()).hasMessageContaining("sent nothing for 2 s");
        }
    }

    @Test
    void camera_thatHangsUp_isLost() throws Exception {
        try (var camera = new TestCamera(asked -> null);
                var source = open(camera.uri("/live"), true)) {
            sink.awaitFrames(0, 2, TIMEOUT);
            camera.hangUp();
            Await.until(TIMEOUT, "the end", () -> sink.ends() == 1);
            assertThat(sink.failure()).hasMessageContaining("connection was lost");
        }
    }

    @Test
    void camera_thatNeverAnswers_isSaidSo() throws Exception {
        try (var camera = new TestCamera(asked -> TestCamera.SILENCE)) {
            assertThatThrownBy(() -> open(camera.uri("/live"), true, Duration.ofSeconds(1)))
                    .hasMessageContaining("does not answer OPTIONS");
        }
    }

    @Test
    void camera_thatSendsNothing_isSaidSo() throws Exception {
        try (var camera = new TestCamera(asked -> null)) {
            camera.sends = false;
            assertThatThrownBy(() -> open(camera.uri("/live"), true, Duration.ofSeconds(1)))
                    .hasMessageContaining("no media within 1 s");
        }
    }

    @Test
    void host_thatThereIsNot_isSaidSo() {
        fails("rtsp://no-such-host.invalid/live", "there is no host no-such-host.invalid");
        fails("rtsp://127.0.0.1:9/live", "refused");
    }

    @Test
    void server_ofAnotherProtocol_isSaidSo() throws Exception {
        try (var camera = new TestCamera(asked -> "HTTP/1.1 400 Bad Request\r\n\r\n")) {
            fails(camera.uri("/live"), "400");
        }
    }

    @Test
    void rtsp2_isSpoken_whereTheCameraSpeaksNothingElse() throws Exception {
        try (var camera = new TestCamera(
                asked -> asked.version().equals("RTSP/1.0") ? "RTSP/2.0 505 RTSP Version Not Supported\r\n" : null)) {
            plays(camera, camera.uri("/live"), true);
            assertThat(camera.asked.subList(1, 6))
                    .allMatch(asked -> asked.version().equals("RTSP/2.0"));
        }
    }

    @Test
    void close_whileOpening_endsTheAttempt() throws Exception {
        try (var camera = new TestCamera(asked -> TestCamera.SILENCE)) {
            try (var closing = new Later(driver::close, () -> camera.methods().contains("OPTIONS"))) {
                assertThatThrownBy(() -> open(camera.uri("/live"), true)).hasMessageContaining("closed");
            }
        }
    }
}
