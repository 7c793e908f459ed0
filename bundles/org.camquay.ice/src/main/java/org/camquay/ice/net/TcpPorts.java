// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.DatagramPorts;
import org.camquay.api.net.EventLoop;
import org.camquay.net.NetLoop;
import org.camquay.net.NetLoops;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Ports whose packets go over TCP connections, for ICE-TCP (RFC 6544). Thread: any. */
@Component(service = TcpPorts.class)
public final class TcpPorts implements DatagramPorts {
    private final NetLoops loops;

    @Activate
    public TcpPorts(@Reference(name = "loops") NetLoops loops) {
        this.loops = loops;
    }

    /** Listens. */
    @Override
    public DatagramPort open(InetSocketAddress local) throws IOException {
        return ListeningPort.open(loops.first(), local);
    }

    /** A port that connects to each peer that a packet is sent to, from a local address; for use on {@code loop} alone. */
    public DatagramPort active(EventLoop loop, InetSocketAddress local) {
        return new ConnectingPort((NetLoop) loop, local);
    }
}
