// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The viewers of one server, who come one after the other. Not for several threads at once. */
final class Audience implements AutoCloseable {
    private static final long JOIN_PAUSE_MILLIS = 250;

    private final Contender server;
    private final int cameras;
    private final ReceiverSockets sockets;
    private final Receivers receivers;
    private final List<Viewer> viewers = new ArrayList<>();

    Audience(Contender server, Options options) throws IOException {
        this.server = server;
        cameras = options.cameras();
        sockets = ReceiverSockets.of(options.receive());
        receivers = new Receivers(sockets, options.decryptsAll());
    }

    /** How they take packets from the kernel. */
    String receiving() {
        return sockets.name();
    }

    /** Those who watch now. */
    List<Viewer> viewers() {
        return viewers;
    }

    /** A viewer who is not one of {@link #viewers}, and did not join yet. */
    Viewer viewer(int number) {
        return new Viewer(receivers, server.signaling(number % cameras), server.viewerAddress());
    }

    /** Until there are so many, and each has seen a key frame. Returns those who came. */
    List<Viewer> join(int count) throws IOException {
        int before = viewers.size();
        while (viewers.size() < count) {
            var viewer = viewer(viewers.size());
            viewers.add(viewer);
            viewer.join();
            viewer.hasPacketWithin(JOIN_PAUSE_MILLIS);
        }
        var joined = List.copyOf(viewers.subList(before, viewers.size()));
        for (var viewer : joined) {
            viewer.awaitKeyFrame();
        }
        return joined;
    }

    /** All but the first few leave. */
    void leave(int rest) {
        var leaving = viewers.subList(rest, viewers.size());
        leaving.forEach(Viewer::close);
        leaving.clear();
    }

    @Override
    public void close() {
        viewers.forEach(Viewer::close);
        receivers.close();
    }
}
