// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.capture.rtsp.auth.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
    private static final String PIN = "sha256/wPZE/26HpxgwWmFwUKWMZggyfLuE42gkkk2pD3PomL4=";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rtsp://cam/live|cam|554|rtsp://cam/live",
                "rtsp://cam:8554/live?a=1&b=2#transport=tcp|cam|8554|rtsp://cam:8554/live?a=1&b=2",
                "rtsps://u:p@cam|cam|322|rtsps://cam",
                "rtsp://u@[2001:db8::1]:99/x|2001:db8::1|99|rtsp://[2001:db8::1]:99/x",
                "rtsp://[::1]/|::1|554|rtsp://[::1]/",
                "rtsp://my_cam/x|my_cam|554|rtsp://my_cam/x",
                "RTSP://cam:/x%20y|cam|554|rtsp://cam:/x%20y"
            })
    void uri_asPeopleWriteIt_isTakenApart(String uri, String host, int port, String sent) throws CaptureException {
        var location = Location.of(URI.create(uri));
        assertThat(location.host()).isEqualTo(host);
        assertThat(location.portFor(Way.TCP)).isEqualTo(port);
        assertThat(location.uri()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u:p|u|p",
                "u%40home:p%3A%2F%23%3F%25|u@home|p:/#?%",
                "u:p:q|u|p:q",
                "u|u|''",
                "u:100%25|u|100%",
                "%C3%A4:%C3%B6|\u00e4|\u00f6"
            })
    void credentials_areDecoded(String info, String user, String password) throws CaptureException {
        var location = Location.of(URI.create("rtsp://" + info + "@cam/live?token=secret"));
        assertThat(location.credentials()).contains(new Credentials(user, password));
        assertThat(location.name()).isEqualTo("rtsp://cam/live");
        assertThat(location.toString()).isEqualTo("rtsp://cam/live");
    }

    @Test
    void redirection_keepsTheUser_forTheSameHostOnly() throws CaptureException {
        var location = Location.of(URI.create("rtsp://u:p@cam/live"));
        assertThat(location.redirected("rtsp://CAM:9554/other").orElseThrow().credentials())
                .contains(new Credentials("u", "p"));
        assertThat(location.redirected("rtsp://v:q@cam/other").orElseThrow().credentials())
                .contains(new Credentials("v", "q"));
        assertThat(location.redirected("rtsp://elsewhere/live").orElseThrow().credentials())
                .isEmpty();
        for (var odd : new String[] {"", "http://cam/", "not a uri", "rtsp:///x"}) {
            assertThat(location.redirected(odd)).isEmpty();
        }
    }

    private static Options options(String uri, boolean forceTcp) throws CaptureException {
        return Options.of(new CaptureRequest("c", URI.create(uri), forceTcp, Duration.ofSeconds(1)), "cam");
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://c/x, false, UDP",
        "rtsp://c/x, true, TCP",
        "rtsp://c/x?transport=http, true, TCP",
        "rtsp://c/x#transport=udp, true, UDP",
        "rtsp://c/x#transport=HTTP, true, HTTP",
        "rtsps://c/x, false, TCP",
        "rtsps://c/x#transport=udp, false, TCP",
        "rtsps://c/x#transport=http, false, HTTP"
    })
    void way_isTheFragmentsOrTheRequests(String uri, boolean forceTcp, Way way) throws CaptureException {
        assertThat(options(uri, forceTcp).way()).isEqualTo(way);
    }

    @Test
    void pin_isRead() throws CaptureException {
        assertThat(options("rtsps://c/x#pin=" + PIN + "&transport=tcp", false).pins())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://c/x#transport=x", "rtsp://c/x#y", "rtsp://c/x#a=b", "rtsps://c/x#pin=z"})
    void option_thatThereIsNot_isSaid(String uri) {
        assertThatThrownBy(() -> options(uri, false))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("cam: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "rtsp://c/live/|track1|rtsp://c/live/track1",
                "rtsp://c/live|track1|rtsp://c/live/track1",
                "rtsp://c/live?ch=1&sub=0|trackID=0|rtsp://c/live?ch=1&sub=0/trackID=0",
                "rtsp://c/live|rtsp://10.0.0.1/live/t|rtsp://10.0.0.1/live/t",
                "rtsp://c/live|*|rtsp://c/live",
                "rtsp://c/live|-|rtsp://c/live",
                "rtsp://c/live|/live/track1|rtsp://c/live/track1",
                "rtsp://c/live/|/track1|rtsp://c/live/track1",
                "rtsp://c|track1|rtsp://c/track1"
            })
    void control_asCamerasMeanIt_isResolved(String base, String control, String uri) {
        assertThat(ControlUri.of(base, Optional.ofNullable(control))).isEqualTo(uri);
    }

    @Test
    void base_isWhatTheCameraSays_ifThatIsAUri() {
        assertThat(ControlUri.base("rtsp://a", Optional.of("rtsp://b/ "), Optional.of("rtsp://d")))
                .isEqualTo("rtsp://b/");
        assertThat(ControlUri.base("rtsp://a", Optional.empty(), Optional.of("rtsp://d")))
                .isEqualTo("rtsp://d");
        assertThat(ControlUri.base("rtsp://a", Optional.of("live/"), Optional.empty()))
                .isEqualTo("rtsp://a");
    }
}
