// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.camquay.api.net.DatagramPort;

/** The bases from which one agent connects to peers over TCP; made when a peer first has such a candidate. */
final class ActiveTcp {
    private final Function<Transport, DatagramPort> opener;
    private final Map<Transport, SharedTransport> bases = new HashMap<>();

    /** {@code opener} makes a port beside a UDP base, on its address; null where it cannot. */
    ActiveTcp(Function<Transport, DatagramPort> opener) {
        this.opener = opener;
    }

    /** One for each of these UDP bases. */
    List<Transport> beside(List<? extends Transport> udp, Demultiplexer demultiplexer) {
        var active = new ArrayList<Transport>();
        for (var base : udp) {
            if (base.protocol() == Protocol.UDP && !bases.containsKey(base)) {
                var port = opener.apply(base);
                if (port != null) {
                    bases.put(
                            base,
                            new SharedTransport(port, base.localPreference(), demultiplexer, Protocol.TCP_ACTIVE));
                }
            }
            if (bases.containsKey(base)) {
                active.add(bases.get(base));
            }
        }
        return active;
    }

    void close() {
        bases.values().forEach(SharedTransport::close);
        bases.clear();
    }
}
