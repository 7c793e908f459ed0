// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.camquay.api.net.DatagramPorts;
import org.camquay.net.NetLoops;
import org.camquay.net.NioDatagramPorts;
import org.camquay.testkit.contract.DatagramPortsContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpollDatagramPortsTest extends DatagramPortsContract {
    private static final int SOL_SOCKET = 1;
    private static final int SO_NO_CHECK = 11;

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private NetLoops loops;
    private EpollDatagramPorts ports;

    @BeforeAll
    static void needsEpoll() {
        assumeTrue(Epoll.isAvailable(), "native epoll");
    }

    @BeforeEach
    void begin() throws IOException {
        loops = new NetLoops(1);
        ports = new EpollDatagramPorts(new NioDatagramPorts(loops));
    }

    @AfterEach
    void end() {
        ports.close();
        loops.close();
    }

    @Override
    protected DatagramPorts ports() {
        return ports;
    }

    private EpollDatagramPort open() throws Exception {
        return ports.openPort(LOOPBACK);
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
        assumeTrue(SegmentationProbe.obstacle(new NioDatagramPorts(loops)).isEmpty(), "segmentation offload");
        var from = open();
        var to = open();
        var lengths = lengths(to);
        assertThat(from.sendSegments(ByteBuffer.allocateDirect(2 * 1100 + 20), 1100, to.localAddress()))
                .isEqualTo(3);
        expect(lengths, 1100, 1100, 20);
        assertThat(from.socket().offloaded()).isEqualTo(3);
    }

    /** The kernel segments nothing on a socket that leaves checksums out: EINVAL, as for a path that is too narrow. */
    private static void refuse(EpollDatagramPort port, boolean yes) throws IOException {
        new Socket(port.descriptor()).setIntOpt(SOL_SOCKET, SO_NO_CHECK, yes ? 1 : 0);
    }

    private static void send(SegmentedSocket from, EpollDatagramPort to, LinkedBlockingQueue<Integer> lengths)
            throws Exception {
        var packets = ByteBuffer.allocateDirect(2 * 1100 + 20);
        assertThat(from.sendSegments(packets, 0, packets.limit(), 1100, to.localAddress()))
                .isEqualTo(3);
        expect(lengths, 1100, 1100, 20);
    }

    @Test
    void sendSegments_whenThePathOfOneRefuses_goOneByOneToThatOneAlone() throws Exception {
        assumeTrue(SegmentationProbe.obstacle(new NioDatagramPorts(loops)).isEmpty(), "segmentation offload");
        var from = open();
        var narrow = ports.openPort(new InetSocketAddress("127.0.0.2", 0));
        var wide = open();
        var toNarrow = lengths(narrow);
        var toWide = lengths(wide);
        var clock = new AtomicLong(1);
        var socket =
                new SegmentedSocket(new Socket(from.descriptor()), from.localAddress(), from::isClosed, clock::get);
        for (int i = 0; i < 100; i++) {
            refuse(from, true);
            send(socket, narrow, toNarrow);
            clock.addAndGet(SegmentedSocket.PAUSE);
        }
        refuse(from, false);
        assertThat(socket.offloaded()).isZero();
        send(socket, wide, toWide);
        assertThat(socket.offloaded()).isEqualTo(3);
        clock.addAndGet(-1);
        send(socket, narrow, toNarrow);
        assertThat(socket.offloaded()).isEqualTo(3);
        clock.addAndGet(1);
        send(socket, narrow, toNarrow);
        assertThat(socket.offloaded()).isEqualTo(6);
    }

    @Test
    void sendSegments_whenThePathsOfManyRefuse_areRememberedWithinBounds() throws Exception {
        var from = open();
        var socket = from.socket();
        refuse(from, true);
        var packets = ByteBuffer.allocateDirect(200);
        for (int i = 0; i < 3000; i++) {
            var to = new InetSocketAddress("127.1." + i / 250 + "." + (1 + i % 250), 9);
            socket.sendSegments(packets, 0, packets.limit(), 100, to);
        }
        assertThat(socket.refusals()).isBetween(1, 1024);
    }

    @Test
    void close_ofPorts_closesThePorts() throws Exception {
        var port = open();
        ports.close();
        assertThat(port.isClosed()).isTrue();
        assertThat(port.send(ByteBuffer.allocateDirect(1), port.localAddress())).isFalse();
    }

    @Test
    void descriptor_ofManySockets_isThatPortsOwn() throws Exception {
        var all = List.of(open(), open(), open());
        for (var port : all) {
            assertThat(new Socket(port.descriptor()).localAddress()).isEqualTo(port.localAddress());
        }
        assertThat(all.stream().map(EpollDatagramPort::descriptor)).doesNotHaveDuplicates();
        assertThatThrownBy(() -> Descriptors.of(InetSocketAddress.createUnresolved("nowhere", 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void send_whenTheSocketWasClosedByItsOwner_sendsOnNoOnesDescriptor() throws Exception {
        var bound = new NioDatagramPorts(loops).open(LOOPBACK);
        var port = new EpollDatagramPort(bound, closed -> {});
        bound.close();
        assertThat(port.isClosed()).isTrue();
        assertThat(port.send(ByteBuffer.allocateDirect(1), port.localAddress())).isFalse();
        assertThat(port.sendSegments(ByteBuffer.allocateDirect(9), 3, port.localAddress()))
                .isZero();
    }
}
