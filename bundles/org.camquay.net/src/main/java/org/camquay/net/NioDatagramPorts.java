// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.DatagramPorts;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Ports on {@code DatagramChannel}, received on the loop that gets viewers first; they run everywhere. */
@Component(property = "backEnd=nio")
public final class NioDatagramPorts implements DatagramPorts {
    private final NetLoops loops;

    @Activate
    public NioDatagramPorts(@Reference(name = "loops") NetLoops loops) {
        this.loops = loops;
    }

    /** Opens a port that is received on a loop of the caller's choice. Blocks for a moment. */
    public static DatagramPort open(NetLoop loop, InetSocketAddress local) throws IOException {
        return NioDatagramPort.open(loop, local);
    }

    @Override
    public DatagramPort open(InetSocketAddress local) throws IOException {
        return NioDatagramPort.open(loops.first(), local);
    }
}
