// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.ice.net.NioServerLinks;
import org.camquay.ice.turn.Challenges;
import org.camquay.ice.turn.TurnAllocation;
import org.camquay.ice.turn.TurnOrder;
import org.camquay.net.NetLoop;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The camera's TURN client at our server, on real sockets. */
class OwnClientTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final WorkThreads work = new WorkThreads();
    private final Challenges challenges = new Challenges();
    private NetLoops loops;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        loops = new NetLoops(1);
        server = TestServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
        loops.close();
        work.close();
    }

    private static final class Told implements TurnAllocation.Listener {
        final CompletableFuture<List<InetSocketAddress>> allocated = new CompletableFuture<>();
        final LinkedBlockingQueue<Integer> packets = new LinkedBlockingQueue<>();

        @Override
        public void onAllocated(List<InetSocketAddress> relayed, InetSocketAddress mapped) {
            allocated.complete(relayed);
        }

        @Override
        public void onFailed(String reason) {
            allocated.completeExceptionally(new AssertionError(reason));
        }

        @Override
        public void onLost(String reason) {
            allocated.completeExceptionally(new AssertionError(reason));
        }

        @Override
        public void onPacket(InetSocketAddress peer, ByteBuffer packet) {
            packets.add(packet.remaining());
        }
    }

    private record Client(NetLoop loop, TurnAllocation allocation, Told told, InetSocketAddress relayed) {}

    private Client allocate() throws Exception {
        var loop = loops.next();
        var order = new TurnOrder(url(), server.address(), "ann", "lee", TurnOrder.Family.IPV4);
        var told = new Told();
        var links = new NioServerLinks(work, defaults());
        var made = new CompletableFuture<TurnAllocation>();
        loop.execute(() -> made.complete(new TurnAllocation(loop, links, order, challenges, told)));
        var relayed = told.allocated.get(SOON.toSeconds(), TimeUnit.SECONDS).get(0);
        return new Client(loop, made.join(), told, relayed);
    }

    private IceServerUrl url() throws IceException {
        return IceServerUrl.parse("turn:127.0.0.1:" + server.port());
    }

    private static NioServerLinks.Config defaults() {
        var type = NioServerLinks.Config.class;
        return (NioServerLinks.Config) Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> method.getDefaultValue());
    }

    @Test
    void allocations_afterTheFirst_takeOneRequestEach() throws Exception {
        for (int i = 0; i < 5; i++) {
            allocate();
        }
        assertThat(server.inUse()).isEqualTo(5);
        assertThat(server.count(Count.CHALLENGES))
                .as("the first alone is challenged")
                .isEqualTo(1);
        assertThat(server.count(Count.STALE_NONCES)).isZero();
        assertThat(server.count(Count.REPLAYS)).isZero();
    }

    @Test
    void packets_betweenTwoAllocations_arrive() throws Exception {
        var one = allocate();
        var other = allocate();
        other.loop().execute(() -> other.allocation().prepare(one.relayed()));
        one.loop().execute(() -> one.allocation().prefer(other.relayed()));
        // What comes before the other side's permission is dropped.
        Await.until(SOON, "a packet", () -> {
            one.loop().execute(() -> one.allocation().send(ByteBuffer.allocate(1200), other.relayed()));
            return arrived(other) == 1200;
        });
        one.loop().execute(one.allocation()::close);
        other.loop().execute(other.allocation()::close);
        Await.until(SOON, "both are given back", () -> server.inUse() == 0);
    }

    private static int arrived(Client client) {
        try {
            var length = client.told().packets.poll(50, TimeUnit.MILLISECONDS);
            return length == null ? -1 : length;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
