// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.CommandReply.Status;
import org.camquay.api.control.IceTestEntry;
import org.camquay.api.control.PeerReport;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerTest;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.peer.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that tell how viewers are connected, and why not. */
class ConnectionDoctorTest {
    private static final String HOST = "candidate:1 1 udp 2130706431 10.1.0.2 4545 typ host";
    private static final String RELAY = "candidate:3 1 udp 16777215 203.0.113.10 50000 typ relay raddr 0.0.0.0 rport 0";

    private final FakePeers peers = new FakePeers();
    private final GetPeerInfoCommand getPeerInfo = new GetPeerInfoCommand(peers);
    private final List<IceServer> asked = new ArrayList<>();
    private final IceServerTest test = (servers, timeout) -> {
        asked.addAll(servers);
        assertThat(timeout).isEqualTo(Duration.ofSeconds(5));
        return CompletableFuture.completedFuture(servers.stream()
                .flatMap(server -> server.urls().stream())
                .map(url -> new IceServerTest.Result(url, url.startsWith("stun"), "192.0.2.9:1", "", 7, "as it is"))
                .toList());
    };
    private final StartIceTestCommand startIceTest = new StartIceTestCommand(test);

    private static IceReport report(String local, String remote) {
        var pair = new IceCandidatePair(local, remote, "succeeded", true, 0.02);
        return new IceReport(
                IceTransportState.CONNECTED,
                IceRole.CONTROLLING,
                List.of(new IceReport.Gathered(HOST, "", 0), new IceReport.Gathered(RELAY, "turn:203.0.113.10", 31)),
                List.of(new IceReport.Asked("turn:203.0.113.10", true, "allocated", 31)),
                List.of(new IceReport.Tried(pair, 5, 25)),
                pair,
                25,
                75,
                "connected by relay",
                "we nominated it");
    }

    @Test
    void getPeerInfo_ofOneThatLeft_tellsAll() {
        peers.reports.put(new PeerId("p1"), report(RELAY, HOST));
        var reply = getPeerInfo.call(Map.of("id", "p1"));
        assertThat(reply.status()).isEqualTo(Status.SUCCESS);
        assertThat(reply.description()).isEqualTo("connected by relay");
        var data = (PeerReport) reply.data();
        assertThat(data.path()).isEqualTo("relay");
        assertThat(data.state()).isEqualTo("connected");
        assertThat(data.role()).isEqualTo("controlling");
        assertThat(data.selectedPair().local()).isEqualTo("relay udp 203.0.113.10:50000");
        assertThat(data.gathered().get(1).url()).isEqualTo("turn:203.0.113.10");
        assertThat(data.gathered().get(0).type()).isEqualTo("host");
        assertThat(data.servers().get(0).answered()).isTrue();
        assertThat(data.pairs().get(0).decided()).isEqualTo(25);
        assertThat(data.connectedAfter()).isEqualTo(25);
        assertThat(data.selectionReason()).isEqualTo("we nominated it");
    }

    @Test
    void restartIce_ofAViewer_isPassedOnAndOfAStrangerFails() {
        var restartIce = new RestartIceCommand(peers);
        peers.reports.put(new PeerId("p1"), report(RELAY, HOST));
        assertThat(restartIce.call(Map.of("id", "p1")).status()).isEqualTo(Status.SUCCESS);
        assertThat(peers.restarted).containsExactly(new PeerId("p1"));
        assertThat(restartIce.call(Map.of("id", "p2")))
                .isEqualTo(CommandReply.fail("restartIce: there is no viewer 'p2'; see clientsConnected"));
        assertThat(restartIce.call(Map.of()).description()).contains("'id'");
    }

    @Test
    void getPeerInfo_directPair_isSaidSo() {
        peers.reports.put(new PeerId("p1"), report(HOST, HOST));
        assertThat(((PeerReport) getPeerInfo.call(Map.of("id", "p1")).data()).path())
                .isEqualTo("direct");
        peers.reports.put(new PeerId("p2"), IceReport.of(IceTransportState.FAILED, "UDP is blocked"));
        var failed = (PeerReport) getPeerInfo.call(Map.of("id", "p2")).data();
        assertThat(failed.path()).isEmpty();
        assertThat(failed.diagnosis()).isEqualTo("UDP is blocked");
    }

    @Test
    void getPeerInfo_unknown_failsByName() {
        var reply = getPeerInfo.call(Map.of("id", "nobody"));
        assertThat(reply.status()).isEqualTo(Status.FAIL);
        assertThat(reply.description()).contains("nobody").contains("clientsConnected");
        assertThat((List<?>) getPeerInfo.call(Map.of()).data()).isEmpty();
    }

    @Test
    void startIceTest_urls_areAskedWithTheirCredential() {
        var reply = startIceTest.call(
                Map.of("urls", "stun:192.0.2.1, turn:192.0.2.2", "username", "u", "credential", "s3cret"));
        assertThat(reply.status()).isEqualTo(Status.SUCCESS);
        assertThat(reply.description()).isEqualTo("1 of 2 work");
        assertThat(asked).containsExactly(new IceServer(List.of("stun:192.0.2.1", "turn:192.0.2.2"), "u", "s3cret"));
        var entry = (IceTestEntry) ((List<?>) reply.data()).get(0);
        assertThat(entry.mappedAddress()).isEqualTo("192.0.2.9:1");
        assertThat(reply.toString()).doesNotContain("s3cret");
    }

    @Test
    void startIceTest_withoutUrls_asksTheConfigured() {
        assertThat(startIceTest.call(Map.of()).description()).contains("give parameter 'urls'");
        var server = new IceServer(List.of("stun:192.0.2.1"), "", "");
        startIceTest.providers = List.of(user -> List.of(server));
        assertThat(startIceTest.call(Map.of()).status()).isEqualTo(Status.SUCCESS);
        assertThat(asked).containsExactly(server);
    }

    @ParameterizedTest
    @CsvSource({
        "http://192.0.2.1, 5, stun:",
        "turn:192.0.2.1, 5, credential",
        "stun:192.0.2.1, 0, timeout",
        "stun:192.0.2.1, 31, timeout"
    })
    void startIceTest_wrongArguments_areRefusedWithTheReason(String urls, String timeout, String reason) {
        CommandReply reply = startIceTest.call(Map.of("urls", urls, "timeout", timeout));
        assertThat(reply.status()).isEqualTo(Status.FAIL);
        assertThat(reply.description()).contains(reason);
        assertThat(asked).isEmpty();
    }
}
