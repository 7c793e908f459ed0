// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.camquay.net.Addresses;
import org.junit.jupiter.api.Test;

class PeersTest {
    private final Peers peers = new Peers();

    private static InetSocketAddress peer(int port) {
        return new InetSocketAddress(TestServer.LOOPBACK, port);
    }

    @Test
    void bind_allOfTheRange_findsEach() {
        for (int i = 0; i < Peers.MOST; i++) {
            assertThat(peers.bind(0x4000 + i * 60, peer(1 + i), null, 0)).isTrue();
        }
        for (int i = 0; i < Peers.MOST; i++) {
            assertThat(peers.channel(0x4000 + i * 60, 1).peer()).isEqualTo(peer(1 + i));
            assertThat(peers.channel(peer(1 + i), 1).number()).isEqualTo(0x4000 + i * 60);
        }
        assertThat(peers.bind(0x4001, peer(999), null, 0)).isFalse();
        assertThat(peers.channel(0x4001, 1)).isNull();
    }

    @Test
    void sweep_afterExpiry_makesRoom() {
        for (int i = 0; i < Peers.MOST; i++) {
            peers.bind(0x4000 + i * 60, peer(1 + i), null, 0);
        }
        peers.permit(TestServer.LOOPBACK, false, 0);
        int before = peers.generation();
        peers.sweep(Peers.CHANNEL_NANOS);
        assertThat(peers.generation()).isNotEqualTo(before);
        assertThat(peers.permission(TestServer.LOOPBACK)).isNull();
        assertThat(peers.channel(0x4000, 1)).isNull();
        assertThat(peers.bind(0x4000, peer(7), null, 1)).isTrue();
    }

    @Test
    void bind_ofAPeerWhoseOldChannelExpired_forgetsTheOldNumber() {
        peers.bind(0x4000, peer(1), null, 0);
        peers.bind(0x4001, peer(1), null, Peers.CHANNEL_NANOS);
        assertThat(peers.channel(0x4000, Peers.CHANNEL_NANOS)).isNull();
        assertThat(peers.channel(0x4001, Peers.CHANNEL_NANOS).peer()).isEqualTo(peer(1));
    }

    @Test
    void rateLimiter_perSource_refillsWithTime() {
        var limiter = new RateLimiter(10, 0);
        int taken = 0;
        for (int i = 0; i < 100; i++) {
            taken += limiter.take(TestServer.LOOPBACK, 0) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(20);
        assertThat(limiter.take(TestServer.LOOPBACK, 50_000_000)).isFalse();
        assertThat(limiter.take(TestServer.LOOPBACK, 110_000_000)).isTrue();
        // A source in 4,096 shares its bucket, but not all of these do.
        assertThat(Stream.of("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:1::1"))
                .anyMatch(source -> limiter.take(Addresses.own(source), 110_000_000));
    }
}
