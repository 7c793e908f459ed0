// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.camquay.api.net.DatagramPort;
import org.camquay.net.NetLoops;
import org.camquay.net.NioDatagramPorts;

/**
 * Packets per second of CPU, NIO beside epoll, as a camera's frames to each of many viewers. Arguments: seconds of each
 * run (3), numbers of viewers (24 200). Only sending is counted, and on loopback the kernel delivers within it; the
 * viewers' sockets are emptied in between, so that nothing is dropped.
 */
public final class SendingBenchmark {
    private static final int SIZE = 1200;
    private static final int PACKETS = 8;

    private SendingBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        var viewers = new ArrayList<Integer>();
        for (int i = 1; i < arguments.length; i++) {
            viewers.add(Integer.parseInt(arguments[i]));
        }
        for (int count : viewers.isEmpty() ? List.of(24, 200) : viewers) {
            compare(count, seconds);
        }
    }

    private static void compare(int viewers, int seconds) throws IOException {
        var any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        var sockets = new ArrayList<DatagramChannel>();
        for (int i = 0; i < viewers; i++) {
            var socket = DatagramChannel.open().bind(any);
            socket.configureBlocking(false);
            sockets.add(socket);
        }
        var loops = new NetLoops(1);
        var nio = new NioDatagramPorts(loops);
        try (var epoll = new EpollDatagramPorts(nio)) {
            for (int round = 0; round < 3; round++) {
                run("NIO", nio.open(any), sockets, seconds, round > 0, false);
                run("epoll, one by one", epoll.open(any), sockets, seconds, round > 0, false);
                run("epoll, offloaded", epoll.open(any), sockets, seconds, round > 0, true);
            }
        } finally {
            loops.close();
        }
        for (var socket : sockets) {
            socket.close();
        }
    }

    private static void run(
            String name, DatagramPort port, List<DatagramChannel> viewers, int seconds, boolean warm, boolean together)
            throws IOException {
        var frame = ByteBuffer.allocateDirect(SIZE * PACKETS);
        var threads = ManagementFactory.getThreadMXBean();
        var remotes = new ArrayList<InetSocketAddress>();
        for (var viewer : viewers) {
            remotes.add((InetSocketAddress) viewer.getLocalAddress());
        }
        long end = System.nanoTime() + (warm ? seconds : 1) * 1_000_000_000L;
        long cpu = 0;
        long packets = 0;
        long received = 0;
        while (System.nanoTime() - end < 0) {
            long before = threads.getCurrentThreadCpuTime();
            for (var remote : remotes) {
                packets += together ? port.sendSegments(frame.clear(), SIZE, remote) : oneByOne(port, frame, remote);
            }
            cpu += threads.getCurrentThreadCpuTime() - before;
            received += empty(viewers, frame);
        }
        port.close();
        if (warm) {
            System.out.printf(
                    Locale.ROOT,
                    "%3d viewers  %-18s %,10.0f packets per CPU second, %.2f us each, %d lost%n",
                    viewers.size(),
                    name,
                    packets * 1e9 / cpu,
                    cpu / 1e3 / packets,
                    packets - received);
        }
    }

    private static long empty(List<DatagramChannel> viewers, ByteBuffer into) throws IOException {
        long count = 0;
        for (var viewer : viewers) {
            while (viewer.receive(into.clear()) != null) {
                count += into.position() == SIZE ? 1 : 0;
            }
        }
        return count;
    }

    private static int oneByOne(DatagramPort port, ByteBuffer frame, InetSocketAddress remote) {
        int sent = 0;
        for (int i = 0; i < PACKETS; i++) {
            sent += port.send(frame.limit((i + 1) * SIZE).position(i * SIZE), remote) ? 1 : 0;
        }
        return sent;
    }
}
