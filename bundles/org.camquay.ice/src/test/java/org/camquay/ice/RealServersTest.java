// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerTest.Result;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.ice.net.NioServerLinks;
import org.camquay.ice.turn.TurnAllocation;
import org.camquay.ice.turn.TurnOrder;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the test of servers says about a real coturn and about what is none. */
final class RealServersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final WorkThreads work = new WorkThreads();
    private NetLoops loops;

    @BeforeEach
    void open() throws IOException {
        loops = new NetLoops(2);
    }

    @AfterEach
    void close() {
        loops.close();
        work.close();
    }

    static NioServerLinks.Config trust(String store, boolean all) {
        return new NioServerLinks.Config() {
            @Override
            public String trustStore() {
                return store;
            }

            @Override
            public String trustStorePassword() {
                return "";
            }

            @Override
            public String[] pins() {
                return new String[0];
            }

            @Override
            public boolean trustAll() {
                return all;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return NioServerLinks.Config.class;
            }
        };
    }

    private Result test(NioServerLinks.Config config, IceServer server) {
        return testAll(config, server).get(0);
    }

    private List<Result> testAll(NioServerLinks.Config config, IceServer... servers) {
        var resolver = new CachingResolver(work, InetAddress::getAllByName, System::nanoTime);
        var probes = new ServerProbes(loops::next, new NioServerLinks(work, config), resolver);
        return probes.test(List.of(servers), TIMEOUT).toCompletableFuture().join();
    }

    private static IceServer turn(String url) {
        return new IceServer(List.of(url), Coturn.USER, Coturn.PASSWORD);
    }

    private static NioServerLinks.Config plain() {
        return trust("", false);
    }

    @Test
    void coturn_overUdpTcpAndTls_relays() throws IOException {
        var certificates = new TestCertificates(folder);
        try (var server = Coturn.withUser(folder, certificates.server("good", "IP:127.0.0.1", 30))) {
            var results = testAll(
                    trust(certificates.authority.toString(), false),
                    new IceServer(
                            List.of(
                                    "turn:127.0.0.1:" + server.port,
                                    "turn:127.0.0.1:" + server.port + "?transport=tcp",
                                    "turns:127.0.0.1:" + server.tlsPort),
                            Coturn.USER,
                            Coturn.PASSWORD),
                    new IceServer(
                            List.of("stun:127.0.0.1:" + server.port, "stuns:127.0.0.1:" + server.tlsPort), "", ""));
            assertThat(results).allMatch(Result::reachable, results.toString());
            assertThat(results).allMatch(result -> result.mappedAddress().startsWith("127.0.0.1:"));
            assertThat(results.subList(0, 3))
                    .allMatch(result -> result.relayAddress().startsWith("127.0.0.1:"));
            assertThat(results.get(3).relayAddress()).isEmpty();
        }
    }

    @Test
    void coturn_quotaOfOne_isFreeAgainAfterEachRelease() throws IOException {
        try (var server = Coturn.withUser(folder, "--user-quota=1")) {
            for (int i = 0; i < 4; i++) {
                var url = "turn:127.0.0.1:" + server.port + (i % 2 == 0 ? "" : "?transport=tcp");
                Await.until(TIMEOUT, "the quota", () -> test(plain(), turn(url)).reachable());
            }
            var both = testAll(
                    plain(),
                    turn("turn:127.0.0.1:" + server.port),
                    turn("turn:127.0.0.1:" + server.port + "?transport=tcp"));
            // The two at once: the quota lets one in.
            assertThat(both.stream().filter(result -> !result.reachable()).map(Result::description))
                    .allMatch(sentence -> sentence.contains("quota"));
        }
    }

    @Test
    void coturn_wrongCredential_isSaid() throws IOException {
        try (var server = Coturn.withUser(folder)) {
            var wrong = new IceServer(List.of("turn:127.0.0.1:" + server.port), Coturn.USER, "wrong");
            var result = test(plain(), wrong);
            assertThat(result.reachable()).isFalse();
            assertThat(result.description()).contains("refuses the user name or credential (401)");
            assertThat(result.description()).doesNotContain("wrong");
        }
    }

    @Test
    void coturn_turnRestSecret_takesFreshAndRefusesExpired() throws Exception {
        try (var server = Coturn.start(folder, "--use-auth-secret", "--static-auth-secret=shared")) {
            var url = "turn:127.0.0.1:" + server.port;
            assertThat(test(plain(), rest(url, Instant.now().plusSeconds(60))).description())
                    .isEqualTo("it relays");
            var expired = test(plain(), rest(url, Instant.now().minusSeconds(60)));
            assertThat(expired.reachable()).isFalse();
            assertThat(expired.description()).contains("401");
        }
    }

    private static IceServer rest(String url, Instant expiry) throws GeneralSecurityException {
        var name = expiry.getEpochSecond() + ":camera";
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("shared".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        var credential = Base64.getEncoder().encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        return new IceServer(List.of(url), name, credential);
    }

    @Test
    void tls_unknownAuthority_isRefusedUnlessAllAreTrusted() throws IOException {
        var certificates = new TestCertificates(folder);
        try (var server = Coturn.withUser(folder, certificates.server("good", "IP:127.0.0.1", 30))) {
            var turns = turn("turns:127.0.0.1:" + server.tlsPort);
            assertThat(test(plain(), turns).description()).contains("not from an authority that is trusted");
            assertThat(test(trust("", true), turns).description()).isEqualTo("it relays");
        }
    }

    @Test
    void tls_certificateOfAnotherHost_isRefused() throws IOException {
        var certificates = new TestCertificates(folder);
        try (var server = Coturn.withUser(folder, certificates.server("other", "DNS:turn.example", 30))) {
            var result =
                    test(trust(certificates.authority.toString(), false), turn("turns:127.0.0.1:" + server.tlsPort));
            assertThat(result.reachable()).isFalse();
            assertThat(result.description()).contains("for another host than 127.0.0.1");
        }
    }

    @Test
    void tls_expiredCertificate_isRefusedAndTheClockNamed() throws IOException {
        var certificates = new TestCertificates(folder);
        try (var server = Coturn.withUser(folder, certificates.server("old", "IP:127.0.0.1", -1))) {
            var result =
                    test(trust(certificates.authority.toString(), false), turn("turns:127.0.0.1:" + server.tlsPort));
            assertThat(result.reachable()).isFalse();
            assertThat(result.description()).contains("expired at").contains("clock says");
        }
    }

    @Test
    void tls_certificateNotYetValid_blamesTheClock() throws IOException {
        var certificates = new TestCertificates(folder);
        try (var server = Coturn.withUser(folder, certificates.later("later", "IP:127.0.0.1"))) {
            var result =
                    test(trust(certificates.authority.toString(), false), turn("turns:127.0.0.1:" + server.tlsPort));
            assertThat(result.reachable()).isFalse();
            assertThat(result.description()).contains("valid only from").contains("clock is wrong, set it");
        }
    }

    /** What a coturn relays at. */
    private List<InetSocketAddress> allocate(Coturn server, TurnOrder.Family family) throws IOException {
        var allocated = new CompletableFuture<List<InetSocketAddress>>();
        var loop = loops.next();
        var address = new InetSocketAddress("127.0.0.1", server.port);
        IceServerUrl url;
        try {
            url = IceServerUrl.parse("turn:127.0.0.1:" + server.port);
        } catch (IceException e) {
            throw new AssertionError(e);
        }
        var order = new TurnOrder(url, address, Coturn.USER, Coturn.PASSWORD, family);
        loop.execute(() -> new TurnAllocation(loop, new NioServerLinks(work, plain()), order, new Told(allocated)));
        return allocated.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private record Told(CompletableFuture<List<InetSocketAddress>> allocated) implements TurnAllocation.Listener {
        @Override
        public void onAllocated(List<InetSocketAddress> relayed, InetSocketAddress mapped) {
            allocated.complete(relayed);
        }

        @Override
        public void onFailed(String reason) {
            allocated.completeExceptionally(new AssertionError(reason));
        }

        @Override
        public void onLost(String reason) {}

        @Override
        public void onPacket(InetSocketAddress peer, ByteBuffer packet) {}
    }

    @Test
    void coturn_withoutIpv6_allocatesIpv4AllTheSame() throws IOException {
        try (var server = Coturn.withUser(folder)) {
            assertThat(allocate(server, TurnOrder.Family.BOTH))
                    .singleElement()
                    .satisfies(each -> assertThat(each.getAddress()).isInstanceOf(Inet4Address.class));
        }
    }

    @Test
    void coturn_withIpv6_allocatesIt() throws IOException {
        try (var probe = new DatagramSocket(new InetSocketAddress("::1", 0))) {
            assertThat(probe.isBound()).isTrue();
        } catch (IOException e) {
            abort("no IPv6 on this machine");
        }
        try (var server = Coturn.withUser(folder, "-E", "::1")) {
            assertThat(allocate(server, TurnOrder.Family.IPV6))
                    .singleElement()
                    .satisfies(each -> assertThat(each.getAddress()).isInstanceOf(Inet6Address.class));
        }
    }

    @Test
    void nobody_thereOrKnown_isSaid() throws IOException {
        int free = Coturn.freePort();
        var results = testAll(
                plain(),
                turn("turn:127.0.0.1:" + free),
                turn("turn:127.0.0.1:" + free + "?transport=tcp"),
                turn("turns:127.0.0.1:" + free),
                turn("turn:no-such-host.invalid"),
                new IceServer(List.of("stun:127.0.0.1:" + free, "nonsense"), "", ""));
        assertThat(results).noneMatch(Result::reachable);
        assertThat(results.get(0).description()).contains("nobody listens at that UDP port");
        assertThat(results.get(1).description()).contains("refused");
        assertThat(results.get(2).description()).contains("refused");
        assertThat(results.get(3).description()).contains("no-such-host.invalid is not known (DNS)");
        assertThat(results.get(5).description()).contains("not the URL");
    }

    @Test
    void trustStore_missing_isSaid() throws IOException {
        int free = Coturn.freePort();
        var result = test(trust(folder.resolve("none.pem").toString(), false), turn("turns:127.0.0.1:" + free));
        assertThat(result.description()).contains("TLS is not set up").contains("none.pem");
    }

    @Test
    void server_answersGarbageOverTcpAndTls_isLeft() throws IOException {
        try (var listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> talkGarbage(listener), "garbage");
            thread.setDaemon(true);
            thread.start();
            int port = listener.getLocalPort();
            var results = testAll(
                    plain(), turn("turn:127.0.0.1:" + port + "?transport=tcp"), turn("turns:127.0.0.1:" + port));
            assertThat(results).noneMatch(Result::reachable);
            assertThat(results.get(0).description()).contains("sends what does not belong there");
            assertThat(results.get(1).description()).contains("TLS handshake");
        }
    }

    private static void talkGarbage(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                socket.getOutputStream()
                        .write("SSH-2.0-OpenSSH_9.2p1\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            } catch (IOException e) {
                return;
            }
        }
    }
}
