// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.peer.PeerConnectionConfig;
import org.camquay.api.peer.PeerConnectionListener;
import org.camquay.api.peer.PeerConnectionState;
import org.camquay.rtp.rtcp.GenericNack;
import org.camquay.rtp.rtcp.ReceiverReport;
import org.camquay.rtp.rtcp.RtcpCompound;
import org.camquay.rtp.rtcp.RtcpPacket;
import org.camquay.testkit.FakeEventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How urgent what a viewer says is. */
class RtcpReportsTest {
    private static final long LONG_WAIT = Duration.ofMillis(20).toNanos();

    private final FakeEventLoop loop = new FakeEventLoop();
    private final ScriptedEnvironment environment = new ScriptedEnvironment(loop);
    private final TransportPeerConnection connection = new TransportPeerConnection(
            environment,
            loop,
            new PeerConnectionConfig("viewer", List.of(), IceTransportPolicy.ALL),
            new PeerConnectionListener() {
                @Override
                public void onIceCandidate(IceCandidate candidate) {}

                @Override
                public void onConnectionState(PeerConnectionState state) {}
            });

    @AfterEach
    void end() {
        connection.close();
        environment.close();
    }

    private List<Long> toleratedAfter(RtcpPacket packet) {
        connection.onRtcp(new RtcpCompound(List.of(packet), 0));
        return environment.agents.get(0).tolerated;
    }

    @Test
    void receive_nack_whatComesNextHardlyWaits() {
        assertThat(toleratedAfter(GenericNack.of(1, 7, 5)))
                .singleElement()
                .satisfies(tolerance -> assertThat(tolerance).isLessThan(LONG_WAIT));
    }

    @Test
    void receive_report_whatComesNextMayWait() {
        assertThat(toleratedAfter(new ReceiverReport(1, List.of()))).isEmpty();
    }
}
