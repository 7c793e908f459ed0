// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.camquay.testkit.TestCertificate;
import org.camquay.testkit.outside.OutsideProgram;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** coturn's own client against our server. */
class UclientTest {
    private static final String PROGRAM = "turnutils_uclient";
    private static final int MESSAGES = 20;
    private static final Pattern TOTALS = Pattern.compile("tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)");
    private static final Pattern LOST = Pattern.compile("Total lost packets (\\d+)");

    @TempDir
    private Path folder;

    @BeforeAll
    static void program() {
        OutsideProgram.TURN_CLIENT.require();
    }

    @Test
    void udp_channels_loseNothing() throws Exception {
        run(false);
    }

    @Test
    void udp_sendIndications_loseNothing() throws Exception {
        run(false, "-s");
    }

    @Test
    void udp_manyClients_loseNothing() throws Exception {
        run(false, "-m", "10");
    }

    @Test
    void udp_withRtcpPorts_usesEvenPortsAndReservations() throws Exception {
        try (var server = TestServer.start()) {
            var output = uclient(server.port(), List.of("-u", "ann", "-w", "lee", "-y"));
            assertLossless(output);
        }
    }

    @Test
    void udp_ipv6Relays_loseNothing() throws Exception {
        run(false, "-x");
    }

    @Test
    void tcp_channels_loseNothing() throws Exception {
        run(false, "-t");
    }

    @Test
    void tcp_sendIndications_loseNothing() throws Exception {
        run(false, "-t", "-s");
    }

    @Test
    void tls_channels_loseNothing() throws Exception {
        run(true, "-t", "-S");
    }

    @Test
    void restCredentials_areAccepted() throws Exception {
        try (var server = TestServer.start()) {
            var output = uclient(server.port(), List.of("-u", "viewer", "-W", TestServer.SECRET, "-y", "-c"));
            assertLossless(output);
        }
    }

    @Test
    void wrongPassword_relaysNothing() throws Exception {
        try (var server = TestServer.start()) {
            var output = uclient(server.port(), List.of("-u", "ann", "-w", "wrong", "-y", "-c"));
            assertThat(TOTALS.matcher(output).find()).isFalse();
            assertThat(server.inUse()).isZero();
        }
    }

    @Test
    void protocolTests_forSomeSeconds_leaveTheServerAlone() throws Exception {
        try (var server = TestServer.start();
                var client = TestClient.udp(server)) {
            uclient(server.port(), List.of("-u", "ann", "-w", "lee", "-y", "-c", "-R", "-N"), 8);
            assertThat(Answers.code(client.allocate())).isZero();
        }
    }

    private void run(boolean secure, String... options) throws Exception {
        int port = secure ? freePort() : 0;
        var settings = new ArrayList<Object>();
        if (secure) {
            var certificate = TestCertificate.make(folder, "RSA", "uclient");
            certificate.writeTo(folder.resolve("chain.pem"), folder.resolve("key.pem"));
            settings.addAll(List.of(
                    "tlsPort", port, "certificate", folder.resolve("chain.pem").toString()));
            settings.addAll(List.of("key", folder.resolve("key.pem").toString()));
        }
        settings.addAll(
                List.of("address", new String[] {"127.0.0.1", "::1"}, "allowPeers", new String[] {"127.0.0.0/8,::1"}));
        try (var server = TestServer.start(settings.toArray())) {
            var arguments = new ArrayList<>(List.of("-u", "ann", "-w", "lee", "-y", "-c"));
            arguments.addAll(List.of(options));
            assertLossless(uclient(secure ? port : server.port(), arguments));
        }
    }

    private static void assertLossless(String output) {
        var totals = TOTALS.matcher(output);
        int received = 0;
        while (totals.find()) {
            received = Integer.parseInt(totals.group(2));
        }
        var lost = LOST.matcher(output);
        assertThat(lost.find()).as(output).isTrue();
        assertThat(lost.group(1)).as(output).isEqualTo("0");
        assertThat(received).as(output).isGreaterThanOrEqualTo(MESSAGES);
    }

    private static String uclient(int port, List<String> options) throws IOException, InterruptedException {
        return uclient(port, options, 40);
    }

    private static String uclient(int port, List<String> options, int seconds)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(PROGRAM, "-n", "" + MESSAGES, "-p", "" + port));
        command.addAll(options);
        command.add("127.0.0.1");
        var log = Files.createTempFile("uclient", ".log");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return Files.readString(log);
        } finally {
            Files.delete(log);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, TestServer.LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
