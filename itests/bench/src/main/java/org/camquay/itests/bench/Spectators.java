// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.camquay.sdp.Sdp;

/**
 * The benchmark's viewers for other tests: how many pictures each of them misses while something else happens to the
 * server. The address of each is on loopback. Thread: one at a time.
 */
public final class Spectators implements AutoCloseable {
    private static final String HERE = "127.0.0.1";
    private static final long JOIN_PAUSE_MILLIS = 250;

    private final Web web;
    private final URI server;
    private final String stream;
    private final String room;
    private final Receivers receivers;
    private final List<Viewer> viewers = new ArrayList<>();

    /**
     * What one viewer saw in a while.
     *
     * @param frames pictures of which something came
     * @param missing pictures of which nothing came, of a source that has 30 a second
     * @param lost packets that came neither the first time nor again
     * @param longestGap the longest time from one picture to the next, in milliseconds
     */
    public record Seen(long frames, long missing, long lost, double longestGap) {}

    /** How a viewer without a picture exchanges descriptions. Thread: the caller's. */
    @FunctionalInterface
    public interface Exchange {
        /** Takes an offer to the server; its answer. */
        String answer(String offer) throws IOException;
    }

    /**
     * Opens the sockets' loops.
     *
     * @param server where it serves HTTP, for WHEP and the rendezvous
     * @param room where the stream can be watched, too
     */
    public Spectators(URI server, String stream, String room) throws IOException {
        this.server = server;
        this.stream = stream;
        this.room = room;
        web = new Web(server);
        receivers = new Receivers(ReceiverSockets.of(""), false);
    }

    /** A source of 2 Mbit/s and 30 pictures a second for {@code pullStream}; without ffmpeg the test pattern. */
    public static String camera(Path media) throws IOException {
        return Source.of(Options.parse(List.of()), media).uri();
    }

    /** So many more come by WHEP and stay; returns when each has seen a key frame. */
    public void join(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var viewer = viewer(whep());
            viewers.add(viewer);
            viewer.join();
            viewer.hasPacketWithin(JOIN_PAUSE_MILLIS);
        }
        for (var viewer : viewers) {
            viewer.awaitKeyFrame();
        }
    }

    /** Those who stay begin to count. */
    public void begin() throws IOException {
        for (var viewer : viewers) {
            viewer.prepareWindow();
        }
        viewers.forEach(Viewer::beginWindow);
    }

    /** They stop; one figure for each. */
    public List<Seen> end() throws IOException {
        var seen = new ArrayList<Seen>();
        for (var viewer : viewers) {
            var window = viewer.endWindow();
            seen.add(new Seen(window.frames(), window.missingFrames(), window.lost(), window.longestGap() / 1e6));
        }
        return seen;
    }

    /** One more comes by WHEP, sees a key frame, and leaves. Returns the milliseconds from the request to the picture. */
    public double visit() throws IOException {
        return visit(whep());
    }

    /** The same through the room. */
    public double visitRoom() throws IOException {
        return visit(new OnvifSignaling(server, room));
    }

    private double visit(Signaling signaling) throws IOException {
        long begin = System.nanoTime();
        try (var viewer = viewer(signaling)) {
            viewer.join();
            viewer.awaitKeyFrame();
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    /**
     * Somebody whose ICE works and whose DTLS does not go on, in one of several ways.
     *
     * @param number chooses the way
     * @param address of this machine, where it receives
     * @return ends it
     */
    public AutoCloseable silent(int number, String address, Exchange exchange) throws IOException {
        var viewer = new Viewer(receivers, new Exchanged(exchange), address, Stall.kind(number));
        try {
            viewer.join();
        } catch (IOException e) {
            viewer.close();
            throw e;
        }
        return viewer;
    }

    private record Exchanged(Exchange exchange) implements Signaling {
        @Override
        public Sdp connect(LocalDescription local) throws IOException {
            return Signaling.parse(exchange.answer(local.offer()));
        }

        @Override
        public void close() {}
    }

    private Signaling whep() {
        return new Camquay.Whep(web, stream);
    }

    private Viewer viewer(Signaling signaling) {
        return new Viewer(receivers, signaling, HERE);
    }

    @Override
    public void close() {
        viewers.forEach(Viewer::close);
        receivers.close();
    }
}
