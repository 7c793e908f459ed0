// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.DatagramPorts;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Ports that send with segmentation offload. {@link SegmentationProbe} enables it where that works. */
@Component(service = DatagramPorts.class, enabled = false)
@ServiceRanking(100)
public final class EpollDatagramPorts implements DatagramPorts, AutoCloseable {
    private final DatagramPorts plain;
    private final Set<EpollDatagramPort> open = ConcurrentHashMap.newKeySet();

    /** @param plain opens the sockets and receives from them */
    @Activate
    public EpollDatagramPorts(@Reference(name = "plain", target = SegmentationProbe.PLAIN) DatagramPorts plain) {
        this.plain = plain;
    }

    @Override
    public DatagramPort open(InetSocketAddress local) throws IOException {
        return openPort(local);
    }

    EpollDatagramPort openPort(InetSocketAddress local) throws IOException {
        var bound = plain.open(local);
        try {
            var port = new EpollDatagramPort(bound, open::remove);
            open.add(port);
            return port;
        } catch (IOException | RuntimeException e) {
            bound.close();
            throw e;
        }
    }

    /** Closes every port: none may send on a descriptor that is no longer its own. */
    @Override
    @Deactivate
    public void close() {
        open.forEach(EpollDatagramPort::close);
    }
}
