// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.camquay.api.net.EventLoop;

/** The loops of the viewers and their sockets. Thread: any. */
interface ReceiverSockets extends AutoCloseable {
    /** So many threads have all viewers between them. */
    int LOOPS = 2;

    /** Those that are asked for: {@code gro}, {@code nio}, or the first that works here for an empty name. */
    static ReceiverSockets of(String name) throws IOException {
        if (name.equals("nio") || name.isEmpty() && !GroReceiverSockets.isAvailable()) {
            return new NioReceiverSockets();
        }
        return new GroReceiverSockets();
    }

    /** What the figures are labeled with. */
    String name();

    /** The loop of the next viewer. */
    EventLoop nextLoop();

    /** @param loop of {@link #nextLoop}, which receives and calls {@code media} */
    ReceiverPort open(EventLoop loop, InetSocketAddress address, ReceiverPort.Media media) throws IOException;

    @Override
    void close();
}
