// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import org.camquay.api.media.Codec;
import org.camquay.api.net.EventLoop;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.rtp.payload.PayloadFormat;

/** Sees to it that a track is cut into packets once, and only while somebody watches. Thread: any. */
public final class TrackRegistry {
    /** A track, and whether its frames may be cut into more than one packet. */
    private record Cut(Track track, boolean fragmented) {}

    /** One in use. */
    private static final class Use {
        final TrackPackets packets;
        boolean opened;
        Subscription subscription;
        int viewers;

        Use(TrackPackets packets) {
            this.packets = packets;
        }
    }

    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Map<Cut, Use> uses = new HashMap<>();
    private final Set<TrackViewer> ofSingleUnits = Collections.newSetFromMap(new WeakHashMap<>());

    /** @param ticker nanoseconds, on the clock of the event loops */
    public TrackRegistry(InstantSource clock, LongSupplier ticker) {
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * Lets a viewer in; to be given back by {@link #leave}. Called on the viewer's loop. The first viewer of a track opens
     * it, and cuts the frames since its key frame into packets; no other viewer waits for that.
     */
    TrackPackets join(Track track, Codec codec, EventLoop loop, TrackViewer viewer) {
        var format = PayloadFormat.of(codec.mimeType()).orElseThrow();
        boolean fragmented = format.takesFragments().test(codec.sdpFmtpLine());
        var cut = new Cut(track, fragmented);
        Use use;
        boolean first;
        synchronized (this) {
            if (!fragmented) {
                ofSingleUnits.add(viewer);
            }
            var packetizer = format.packetizer().apply(codec.sdpFmtpLine());
            use = uses.computeIfAbsent(
                    cut, t -> new Use(new TrackPackets(track, packetizer, codec.clockRate(), clock, ticker)));
            use.viewers++;
            first = !use.opened;
            use.opened = true;
        }
        if (first) {
            open(cut, use);
        }
        use.packets.limit().join(viewer);
        use.packets.join(viewer, loop);
        return use.packets;
    }

    private void open(Cut cut, Use use) {
        Subscription subscription;
        try {
            subscription = use.packets.open();
        } catch (Exception | LinkageError e) {
            synchronized (this) {
                // The next viewer tries again.
                use.opened = false;
                if (--use.viewers == 0) {
                    uses.remove(cut);
                }
            }
            throw e;
        }
        synchronized (this) {
            use.subscription = subscription;
        }
        use.packets.limit().through(subscription);
    }

    /** Lets a viewer out; the last one ends the reading of the track. Called on the viewer's loop. */
    void leave(Track track, EventLoop loop, TrackViewer viewer) {
        Use use;
        Subscription ended = null;
        synchronized (this) {
            var cut = new Cut(track, !ofSingleUnits.contains(viewer));
            use = uses.get(cut);
            if (use == null) {
                return;
            }
            if (--use.viewers == 0) {
                uses.remove(cut);
                ended = use.subscription;
            }
        }
        use.packets.leave(viewer, loop);
        if (ended != null) {
            ended.close();
        } else {
            use.packets.limit().leave(viewer);
        }
    }
}
