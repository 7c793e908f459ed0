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
import org.camquay.api.net.DatagramPorts;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries segmentation offload on loopback, and enables {@link EpollDatagramPorts} if packets came of it, else {@link
 * UnsegmentedPorts}. A thread of its own does so, since Netty takes a while to load. Whoever opens sockets waits for that
 * at the start, for a second at most.
 */
@Component(
        service = {},
        immediate = true)
@Designate(ocd = SegmentationProbe.Config.class)
public final class SegmentationProbe {
    /** Settings. */
    @ObjectClassDefinition(name = "UDP sockets on epoll")
    public @interface Config {
        /** {@code epoll} if the system supports it; {@code nio} leaves the sockets to the Java runtime. */
        String backEnd() default "epoll";
    }

    /** The service that opens sockets of the Java runtime. */
    static final String PLAIN = "(backEnd=nio)";

    private static final Logger log = LoggerFactory.getLogger(SegmentationProbe.class);
    private static final String NIO = "nio";
    private static final int SIZE = 1000;
    private static final int LAST = 10;
    private static final int PACKETS = 3;
    private static final long PATIENCE_MILLIS = 10_000;

    private final ComponentContext component;
    private final DatagramPorts plain;
    private boolean closed;

    @Activate
    public SegmentationProbe(
            ComponentContext component, @Reference(name = "plain", target = PLAIN) DatagramPorts plain, Config config) {
        this.component = component;
        this.plain = plain;
        if (config.backEnd().strip().equals(NIO)) {
            decide("the setting backEnd is " + NIO);
            return;
        }
        var thread = new Thread(() -> decide(obstacle(plain)), "net-epoll-probe");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void decide(String obstacle) {
        if (closed) {
            return;
        } else if (obstacle.isEmpty()) {
            component.disableComponent(UnsegmentedPorts.class.getName());
            component.enableComponent(EpollDatagramPorts.class.getName());
        } else {
            component.disableComponent(EpollDatagramPorts.class.getName());
            component.enableComponent(UnsegmentedPorts.class.getName());
            log.info("UDP segmentation offload not used: {}", obstacle);
        }
    }

    /** The sockets are chosen once, and viewers would feel others. */
    @Modified
    void modified() {
        log.info("UDP back end: the new setting takes effect at the next start");
    }

    @Deactivate
    synchronized void close() {
        closed = true;
    }

    /** Why it does not work here, in a sentence; empty if it does. */
    static String obstacle(DatagramPorts plain) {
        try {
            if (!Epoll.isAvailable()) {
                return "there is no native epoll for this machine ("
                        + Epoll.unavailabilityCause().getMessage() + ")";
            }
            return tryOut(plain);
        } catch (IOException | LinkageError | RuntimeException e) {
            return "it failed on loopback (" + e.getMessage() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "trying it was interrupted";
        }
    }

    private static String tryOut(DatagramPorts plain) throws IOException, InterruptedException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var ports = new EpollDatagramPorts(plain)) {
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
