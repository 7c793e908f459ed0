// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void parse_demo_isBoundToLoopbackWithMediaToo() throws Exception {
        var options = Options.parse("demo", List.of("--port", "0"));
        assertThat(options.bind().isLoopbackAddress()).isTrue();
        assertThat(options.mediaBind()).isEqualTo("127.0.0.1");
        assertThat(options.features()).containsExactly("camera", "rendezvous", "demo");
        assertThat(options.temporary()).isTrue();
        assertThat(options.etc())
                .as("made by who starts, not by who reads words")
                .isNull();
        var started = options.in(Path.of("target", "etc"));
        assertThat(started.etc()).isEqualTo(Path.of("target", "etc"));
        assertThat(started.media()).isEqualTo(Path.of("target", "etc", "media"));
        assertThat(Options.parse("demo", List.of("--media", "clips"))
                        .in(Path.of("etc"))
                        .media())
                .isEqualTo(Path.of("clips").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
    void parse_bindOffLoopback_asksTokensUnlessOpen(String address) throws Exception {
        var closed = Options.parse("start", List.of("--bind", address, "--etc", "target/etc"));
        assertThat(closed.tokens()).isTrue();
        assertThat(closed.open()).isFalse();
        var open = Options.parse("start", List.of("--bind", address, "--open", "--etc", "target/etc"));
        assertThat(open.tokens()).isFalse();
        assertThat(open.open()).isTrue();
    }

    @Test
    void parse_onLoopback_asksTokensOnlyWhenTold() throws Exception {
        assertThat(Options.parse("demo", List.of()).tokens()).isFalse();
        assertThat(Options.parse("demo", List.of("--open")).open())
                .as("nothing to warn of")
                .isFalse();
        assertThat(Options.parse("demo", List.of("--tokens")).tokens()).isTrue();
        assertThatThrownBy(() -> Options.parse("demo", List.of("--tokens", "--open")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("contradict");
    }

    @Test
    void token_ofTheStateFolder_isShownToThisMachineOnly() {
        assertThat(AdminToken.belongsTo("127.0.0.1")).isTrue();
        assertThat(AdminToken.belongsTo("::1")).isTrue();
        assertThat(AdminToken.belongsTo("192.0.2.7")).isFalse();
        assertThat(new Calls(HttpClient.newHttpClient(), "http://127.0.0.1/", "secret").toString())
                .doesNotContain("secret");
    }

    @Test
    void parse_bindOffLoopbackWithOpen_isTaken() throws Exception {
        assertThat(Options.parse("start", List.of("--open", "--bind=0.0.0.0", "--etc", "target/etc"))
                        .bind()
                        .isAnyLocalAddress())
                .isTrue();
    }

    @Test
    void parse_rendezvousOffLoopback_bringsTurnUnlessToldNot() throws Exception {
        var open = Options.parse("start", List.of("--open", "--bind=192.0.2.7", "--etc", "target/etc"));
        assertThat(open.turnPort()).isEqualTo(3478);
        assertThat(open.features()).contains("turn");
        var none = Options.parse("start", List.of("--open", "--bind=192.0.2.7", "--turn-port=0", "--etc=target/etc"));
        assertThat(none.features()).doesNotContain("turn");
        var camera = Options.parse(
                "start", List.of("--open", "--bind=192.0.2.7", "--features=camera", "--etc", "target/etc"));
        assertThat(camera.turnPort()).isZero();
        assertThat(Options.parse("demo", List.of("--port", "0")).features()).doesNotContain("turn");
    }

    @Test
    void parse_portsOfTurnAndIceTcp_areTaken() throws Exception {
        var options = Options.parse("demo", List.of("--turn-port", "3479", "--ice-tcp-port", "4546"));
        assertThat(options.turnPort()).isEqualTo(3479);
        assertThat(options.iceTcpPort()).isEqualTo(4546);
        assertThat(options.features()).contains("turn");
        assertThatThrownBy(() -> Options.parse("demo", List.of("--turn-port", "70000")))
                .hasMessageContaining("--turn-port");
    }

    @Test
    void parse_datagram_isEpollUnlessToldOtherwise() throws Exception {
        assertThat(Options.parse("demo", List.of()).datagram()).isEqualTo("epoll");
        assertThat(Options.parse("demo", List.of("--datagram=nio")).datagram()).isEqualTo("nio");
        assertThatThrownBy(() -> Options.parse("demo", List.of("--datagram", "tcp")))
                .hasMessageContaining("give epoll or nio");
    }

    @Test
    void urls_ofTheTurnServer_nameTheAddressItHas() throws Exception {
        assertThat(TurnAddress.urls(InetAddress.getByName("192.0.2.7"), 3478))
                .isEqualTo("stun:192.0.2.7:3478,turn:192.0.2.7:3478,turn:192.0.2.7:3478?transport=tcp");
        assertThat(TurnAddress.urls(InetAddress.getByName("2001:db8::7"), 3478)).startsWith("stun:[2001:db8:");
        assertThat(TurnAddress.urls(InetAddress.getByName("192.0.2.7"), 0)).isEmpty();
        assertThat(TurnAddress.secret()).hasSizeGreaterThan(30).isNotEqualTo(TurnAddress.secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "x", ""})
    void parse_portOutOfRange_isRefused(String port) {
        assertThatThrownBy(() -> Options.parse("start", List.of("--port", port)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--port");
    }

    @Test
    void parse_unknownOption_isRefusedByName() {
        assertThatThrownBy(() -> Options.parse("demo", List.of("--prot", "1"))).hasMessageContaining("--prot");
        assertThatThrownBy(() -> Options.parse("demo", List.of("--port"))).hasMessageContaining("needs a value");
    }

    @Test
    void choose_portTakenForTcpOrUdp_isRefused() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        try (var tcp = new ServerSocket(0, 1, loopback)) {
            assertThatThrownBy(() -> Ports.choose(tcp.getLocalPort(), loopback, loopback))
                    .hasMessageContaining("in use");
        }
        try (var udp = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
            assertThatThrownBy(() -> Ports.choose(udp.getLocalPort(), loopback, loopback))
                    .hasMessageContaining("in use");
        }
        assertThat(Ports.choose(0, loopback, loopback)).isPositive();
    }

    @Test
    void fileName_ofFeatureIds_isThatOfTheCopiedArtifact() {
        assertThat(Feature.fileName("g:a:1.0-SNAPSHOT")).isEqualTo("a-1.0-SNAPSHOT.jar");
        assertThat(Feature.fileName("g:a:jar:with-x:1.1")).isEqualTo("a-1.1-with-x.jar");
    }
}
