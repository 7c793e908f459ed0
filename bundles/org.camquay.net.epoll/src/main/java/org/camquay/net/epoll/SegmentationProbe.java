// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries segmentation offload on loopback, and enables {@link EpollDatagramPorts} where packets came of it. */
@Component(
        service = {},
        immediate = true)
public final class SegmentationProbe {
    private static final Logger log = LoggerFactory.getLogger(SegmentationProbe.class);
    private static final int SIZE = 1000;
    private static final int LAST = 10;
    private static final int PACKETS = 3;
    private static final long PATIENCE_MILLIS = 1000;

    @Activate
    public SegmentationProbe(ComponentContext component) {
        var reason = obstacle();
        if (reason.isEmpty()) {
            component.enableComponent(EpollDatagramPorts.class.getName());
        } else {
            log.info("UDP segmentation offload is not used: {}", reason);
        }
    }

    /** Why it does not work here, in a sentence; empty if it does. */
    static String obstacle() {
        try {
            if (!Epoll.isAvailable()) {
                return "there is no native epoll for this machine ("
                        + Epoll.unavailabilityCause().getMessage() + ")";
            }
            return tryOut();
        } catch (IOException | LinkageError | RuntimeException e) {
            return "it failed on loopback (" + e.getMessage() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "trying it was interrupted";
        }
    }

    private static String tryOut() throws IOException, InterruptedException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var ports = new EpollDatagramPorts()) {
            var to = ports.openPort(any);
            var from = ports.openPort(any);
            var lengths = new LinkedBlockingQueue<Integer>();
            to.receive((remote, packet) -> lengths.add(packet.remaining()));
            var packets = ByteBuffer.allocateDirect((PACKETS - 1) * SIZE + LAST);
            from.sendSegments(packets, SIZE, to.localAddress());
            if (from.socket().offloaded() != PACKETS) {
                return "the kernel refuses it";
            }
            for (int expected : List.of(SIZE, SIZE, LAST)) {
                var length = lengths.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                if (length == null || length != expected) {
                    return "packets do not arrive on loopback as they should";
                }
            }
            return "";
        }
    }
}
