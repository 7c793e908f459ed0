// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.DatagramPorts;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Ports on epoll that send with segmentation offload. {@link SegmentationProbe} enables it where that works. */
@Component(service = DatagramPorts.class, enabled = false)
@ServiceRanking(100)
public final class EpollDatagramPorts implements DatagramPorts, AutoCloseable {
    private static final long SHUTDOWN_MILLIS = 1000;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollDatagramPorts::thread, EpollIoHandler.newFactory());
    private final Set<EpollDatagramPort> open = ConcurrentHashMap.newKeySet();

    @Activate
    public EpollDatagramPorts() {}

    private static Thread thread(Runnable task) {
        var thread = new FastThreadLocalThread(task, "net-epoll");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public DatagramPort open(InetSocketAddress local) throws IOException {
        return openPort(local);
    }

    EpollDatagramPort openPort(InetSocketAddress local) throws IOException {
        var port = EpollDatagramPort.open(group, local, open::remove);
        open.add(port);
        if (port.isClosed()) {
            open.remove(port);
        }
        return port;
    }

    /** Closes every port first: none may send on a descriptor that is no longer its own. */
    @Override
    @Deactivate
    public void close() {
        open.forEach(EpollDatagramPort::close);
        group.shutdownGracefully(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(SHUTDOWN_MILLIS);
    }
}
