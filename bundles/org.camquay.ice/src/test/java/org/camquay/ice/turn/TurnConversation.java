// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.stun.StunMethod;
import org.camquay.testkit.FakeEventLoop;

/** A client and the server it asks, led as far as a test wants. */
final class TurnConversation {
    static final InetSocketAddress PEER = new InetSocketAddress("198.51.100.7", 7000);

    /** How far an allocation has come. */
    enum Stage {
        CONNECTING,
        ASKING,
        CHALLENGED,
        ALLOCATED,
        PERMITTED,
        RENEWING,
        RELEASING,
        CLOSED
    }

    final FakeEventLoop loop = new FakeEventLoop();
    final ScriptedServer server = new ScriptedServer();
    final Told told = new Told();
    TurnAllocation allocation;

    static final class Told implements TurnAllocation.Listener {
        final List<String> failures = new ArrayList<>();
        final List<String> losses = new ArrayList<>();
        final List<InetSocketAddress> relayed = new ArrayList<>();
        int packets;

        @Override
        public void onAllocated(List<InetSocketAddress> addresses, InetSocketAddress mapped) {
            relayed.addAll(addresses);
        }

        @Override
        public void onFailed(String reason) {
            failures.add(reason);
        }

        @Override
        public void onLost(String reason) {
            losses.add(reason);
        }

        @Override
        public void onPacket(InetSocketAddress peer, ByteBuffer packet) {
            packets++;
        }
    }

    void begin() {
        try {
            var url = IceServerUrl.parse("turn:203.0.113.9");
            var order = new TurnOrder(
                    url, ScriptedServer.ADDRESS, ScriptedServer.USER, ScriptedServer.PASSWORD, TurnOrder.Family.BOTH);
            allocation = new TurnAllocation(loop, server, order, told);
        } catch (IceException e) {
            throw new AssertionError(e);
        }
    }

    /** Leads it that far, and no further. */
    void lead(Stage stage) {
        begin();
        if (stage.compareTo(Stage.ASKING) >= 0) {
            server.way().open();
        }
        if (stage.compareTo(Stage.CHALLENGED) >= 0) {
            server.answer();
        }
        if (stage.compareTo(Stage.ALLOCATED) >= 0) {
            server.answer();
            assertThat(told.relayed).containsExactly(ScriptedServer.RELAYED);
        }
        if (stage.compareTo(Stage.PERMITTED) >= 0) {
            allocation.prepare(PEER);
            server.answer();
            allocation.prefer(PEER);
            server.answer();
        }
        switch (stage) {
            case RENEWING -> {
                for (int i = 0; i < 2; i++) {
                    loop.advance(Duration.ofSeconds(240));
                    assertThat(server.request().method()).isEqualTo(StunMethod.CREATE_PERMISSION);
                    server.answer();
                }
                loop.advance(Duration.ofSeconds(60));
                assertThat(server.request().method()).isEqualTo(StunMethod.REFRESH);
            }
            case RELEASING, CLOSED -> {
                allocation.close();
                if (stage == Stage.CLOSED) {
                    server.answer();
                }
            }
            default -> {}
        }
    }

    /** Why it failed, in time and with nothing left behind. */
    String failure() {
        loop.advance(Duration.ofSeconds(30));
        assertThat(told.failures).hasSize(1);
        assertThat(server.way().closed).isTrue();
        assertThat(loop.pendingTimers()).isZero();
        return told.failures.get(0);
    }
}
