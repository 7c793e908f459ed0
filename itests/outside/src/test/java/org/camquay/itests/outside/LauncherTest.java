// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Launched;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.Skip;
import org.junit.jupiter.api.Test;

/** The command line, as a newcomer meets it. */
class LauncherTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void demo_onFreePort_saysReadyServesAndEndsOnSigterm() {
        try (var product = Product.demo()) {
            System.out.println("ready after " + product.readyMillis() + " ms (target 5000)");
            assertThat(product.url().toString()).isEqualTo("http://127.0.0.1:" + product.port() + "/play/demo");
            assertThat(product.output().get(product.output().size() - 1)).startsWith("Ready: ");
            assertThat(product.api().get("/health").statusCode()).isEqualTo(200);
            assertThat(product.api().get("/play/demo").body()).contains("<video");

            var exit = product.stop();
            System.out.println("ended after " + exit.millis() + " ms (target 3000)");
            assertThat(exit.code()).isIn(0, 143);
            assertThat(exit.millis()).isLessThan(10_000);
            assertThat(product.log()).doesNotContain("did not stop cleanly").doesNotContain("Exception");
        }
    }

    /** Ctrl-C does not wait until all is up. */
    @Test
    void demo_endedWhileItStarts_isQuietAndLeavesNothing() throws Exception {
        var temporary = Workspace.temporary("demos");
        for (int millis = 300; millis <= 2400; millis += 350) {
            var error = Files.createTempFile(Workspace.target("tmp"), "ended", ".txt");
            var process = demo(temporary, error);
            assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("after %d ms", millis).isIn(0, 143);
            assertThat(error).content().doesNotContain("Exception").doesNotContain("camquay: ");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void demo_thatWasKilled_leavesItsFolderToTheNext() throws Exception {
        var temporary = Workspace.temporary("demos");
        var error = Files.createTempFile(Workspace.target("tmp"), "killed", ".txt");
        var killed = demo(temporary, error);
        Await.until("a folder with state", Product.READY_LIMIT, () -> states(temporary) == 1);
        killed.destroyForcibly().waitFor();
        assertThat(states(temporary)).isEqualTo(1);
        var next = demo(temporary, error);
        var other = demo(temporary, error);
        Await.until("two folders of their own", Product.READY_LIMIT, () -> states(temporary) == 2);
        for (var process : List.of(next, other)) {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    private static Process demo(Path temporary, Path error) throws IOException {
        var builder = new ProcessBuilder(
                        Workspace.product().resolve("bin/camquay").toString(), "demo", "--port", "0")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(error.toFile());
        builder.environment().put("CAMQUAY_OPTS", "-Djava.io.tmpdir=" + temporary);
        return builder.start();
    }

    /** Counts the demos' folders that are filled already. */
    private static long states(Path temporary) {
        try (var folders = Files.list(temporary)) {
            return folders.filter(folder -> Files.exists(folder.resolve("state/framework")))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void start_withOwnConfiguration_keepsIntentsOverARestart() throws Exception {
        var etc = Workspace.temporary("etc");
        try (var product = Product.start(etc)) {
            assertThat(product.url()).hasToString("http://127.0.0.1:" + product.port() + "/");
            product.api().data("pullStream", "uri=test:bars?size=320x180&fps=10", "localStreamName=kept");
            product.api().data("pullStream", "uri=test:bars?size=320x180", "localStreamName=gone", "keepAlive=0");
        }
        assertThat(etc.resolve("state/intents.json")).exists();
        assertThat(Files.getPosixFilePermissions(etc.resolve("state/intents.json")))
                .as("intents hold passwords")
                .hasSize(2);
        try (var product = Product.start(etc)) {
            assertThat(product.api().data("listConfig").path("pull"))
                    .extracting(pull -> pull.path("localStreamName").asText())
                    .containsExactly("kept");
        }
    }

    @Test
    void bind_offLoopback_asksTokensAndKeepsThemOverARestart() {
        var etc = Workspace.temporary("etc");
        String ticket;
        try (var product = Product.start(etc, "--bind", "0.0.0.0", "--turn-port", "0")) {
            assertThat(product.api().healthy()).isTrue();
            assertThat(product.api().get("/api/version").statusCode()).isEqualTo(401);
            assertThat(product.log()).doesNotContain("--open");
            ticket = product.administrator()
                    .data("addToken", "scope=control")
                    .path("token")
                    .asText();
        }
        try (var product = Product.start(etc, "--tokens")) {
            assertThat(product.api().get("/api/version").statusCode()).isEqualTo(401);
            assertThat(product.api().as(ticket).get("/api/version").statusCode())
                    .isEqualTo(200);
            assertThat(product.administrator().get("/api/listTokens").statusCode())
                    .isEqualTo(200);
        }
        assertThat(Launched.run("demo", "--open", "--tokens").err()).contains("contradict");
    }

    @Test
    void bind_offLoopbackWithOpen_servesAndWarnsAtEachStart() {
        var etc = Workspace.temporary("etc");
        for (int i = 0; i < 2; i++) {
            try (var product = Product.demo(etc, "--bind", "0.0.0.0", "--open", "--turn-port", "0")) {
                assertThat(product.url().getFragment()).isNull();
                assertThat(product.api().get("/api/version").statusCode()).isEqualTo(200);
                assertThat(product.log()).containsOnlyOnce("WARN --open: no tokens are asked");
            }
        }
    }

    @Test
    void port_inUse_isSaid() throws Exception {
        try (var tcp = new ServerSocket(0, 1, LOOPBACK)) {
            portInUse(tcp.getLocalPort());
        }
        try (var udp = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            portInUse(udp.getLocalPort());
        }
    }

    private static void portInUse(int port) {
        var refused = Launched.run("demo", "--port", "" + port);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("port " + port + " is in use", "--port");
    }

    @Test
    void words_thatAreWrong_areSaid() {
        assertThat(Launched.run("demo", "--port", "65536").err()).contains("--port is '65536'");
        assertThat(Launched.run("demo", "--prot", "1").err()).contains("unknown option '--prot'");
        assertThat(Launched.run("demo", "--features", "nonsense").err()).contains("no feature is named 'nonsense'");
        assertThat(Launched.run("fly").code()).isEqualTo(2);
        assertThat(Launched.run("help").code()).isZero();
    }

    @Test
    void demo_onJdk25_isReady() {
        var home = System.getenv("JAVA25_HOME");
        if (home == null || !Files.isExecutable(Path.of(home, "bin/java"))) {
            Skip.whateverIsRequired("no JDK 25: JAVA25_HOME names none");
        }
        try (var product = Product.demo(Workspace.temporary("etc"), Path.of(home))) {
            System.out.println("JDK 25: ready after " + product.readyMillis() + " ms");
            assertThat(product.api().data("version").path("java").asText()).startsWith("25");
            assertThat(product.log()).doesNotContain("WARNING");
            assertThat(product.stop().code()).isIn(0, 143);
        }
    }
}
