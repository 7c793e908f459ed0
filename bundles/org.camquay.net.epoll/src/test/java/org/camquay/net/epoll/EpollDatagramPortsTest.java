// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.api.net.DatagramPorts;
import org.camquay.testkit.Await;
import org.camquay.testkit.contract.DatagramPortsContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpollDatagramPortsTest extends DatagramPortsContract {
    private static final AtomicInteger leaks = new AtomicInteger();
    private static final int SOL_SOCKET = 1;
    private static final int SO_NO_CHECK = 11;

    private EpollDatagramPorts ports;

    @BeforeAll
    static void watchForLeaks() {
        assumeTrue(Epoll.isAvailable(), "native epoll");
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation")
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int interval, long maxActive) {
                return new Counting<>(resource, interval);
            }
        });
    }

    private static final class Counting<T> extends ResourceLeakDetector<T> {
        Counting(Class<?> resource, int interval) {
            super(resource, interval);
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            leaks.incrementAndGet();
        }

        @Override
        protected void reportUntracedLeak(String type) {
            leaks.incrementAndGet();
        }
    }

    @BeforeEach
    void begin() {
        ports = new EpollDatagramPorts();
    }

    @AfterEach
    void end() {
        ports.close();
    }

    @Override
    protected DatagramPorts ports() {
        return ports;
    }

    private EpollDatagramPort open() throws Exception {
        return ports.openPort(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    private static LinkedBlockingQueue<Integer> lengths(EpollDatagramPort port) {
        var lengths = new LinkedBlockingQueue<Integer>();
        port.receive((remote, packet) -> lengths.add(packet.remaining()));
        return lengths;
    }

    private static void expect(LinkedBlockingQueue<Integer> lengths, int... expected) throws InterruptedException {
        for (int length : expected) {
            assertThat(lengths.poll(10, TimeUnit.SECONDS)).isEqualTo(length);
        }
    }

    @Test
    void sendSegments_onThisMachine_areOffloaded() throws Exception {
        assumeTrue(SegmentationProbe.obstacle().isEmpty(), "segmentation offload");
        var from = open();
        var to = open();
        var lengths = lengths(to);
        assertThat(from.sendSegments(ByteBuffer.allocateDirect(2 * 1100 + 20), 1100, to.localAddress()))
                .isEqualTo(3);
        expect(lengths, 1100, 1100, 20);
        assertThat(from.socket().offloaded()).isEqualTo(3);
    }

    @Test
    void sendSegments_whenTheKernelRefuses_goOneByOneAndInTheEndWithoutTrying() throws Exception {
        var from = open();
        var to = open();
        var lengths = lengths(to);
        // The kernel segments nothing on a socket that leaves checksums out: EINVAL, as for a path that is too narrow.
        new Socket(from.descriptor()).setIntOpt(SOL_SOCKET, SO_NO_CHECK, 1);
        for (int i = 0; i < 64; i++) {
            assertThat(from.socket().offloads()).isTrue();
            assertThat(from.sendSegments(ByteBuffer.allocateDirect(2 * 1100 + 20), 1100, to.localAddress()))
                    .isEqualTo(3);
            expect(lengths, 1100, 1100, 20);
        }
        assertThat(from.socket().offloaded()).isZero();
        assertThat(from.socket().offloads()).isFalse();
        assertThat(from.sendSegments(ByteBuffer.allocateDirect(1500), 1100, to.localAddress()))
                .isEqualTo(2);
        expect(lengths, 1100, 400);
    }

    @Test
    void close_ofPorts_closesThePortsAndEndsTheThread() throws Exception {
        var port = open();
        ports.close();
        assertThat(port.isClosed()).isTrue();
        assertThat(port.send(ByteBuffer.allocateDirect(1), port.localAddress())).isFalse();
    }

    @Test
    void receive_manyAndClose_leaksNoNativeBuffer() throws Exception {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        collect();
        leaks.set(0);
        var from = open();
        var to = open();
        var lengths = lengths(to);
        for (int i = 0; i < 500; i++) {
            from.sendSegments(ByteBuffer.allocateDirect(3000), 1000, to.localAddress());
            expect(lengths, 1000, 1000, 1000);
        }
        to.receive((remote, packet) -> {
            throw new IllegalStateException("on purpose");
        });
        from.send(ByteBuffer.allocateDirect(9), to.localAddress());
        to.close();
        collect();
        assertThat(leaks).hasValue(0);
        leakOne();
        Await.until(Duration.ofSeconds(10), "a leak on purpose is seen", () -> {
            collect();
            return leaks.get() > 0;
        });
    }

    private static void leakOne() {
        ByteBufAllocator.DEFAULT.directBuffer(10).writeByte(1);
    }

    /** The detector reports when the next buffer is taken. */
    private static void collect() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
    }
}
