// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.camquay.api.media.Codec;
import org.camquay.api.net.EventLoop;
import org.camquay.api.stream.Subscription;
import org.camquay.api.stream.Track;
import org.camquay.rtp.payload.G711Packetizer;
import org.camquay.rtp.payload.H264Packetizer;
import org.camquay.rtp.payload.OpusPacketizer;
import org.camquay.rtp.payload.RtpPacketizer;

/** Sees to it that a track is cut into packets once, and only while somebody watches. Thread: any. */
final class TrackRegistry {
    /** A track in use. */
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
    private final Map<Track, Use> uses = new HashMap<>();

    /** @param ticker nanoseconds, on the clock of the event loops */
    TrackRegistry(InstantSource clock, LongSupplier ticker) {
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * Lets a viewer in; to be given back by {@link #leave}. Called on the viewer's loop. The first viewer of a track opens
     * it, and cuts the frames since its key frame into packets; no other viewer waits for that.
     */
    TrackPackets join(Track track, Codec codec, EventLoop loop, RtpSender sender) {
        Use use;
        boolean first;
        synchronized (this) {
            use = uses.computeIfAbsent(
                    track, t -> new Use(new TrackPackets(t, packetizer(codec), codec.clockRate(), clock, ticker)));
            use.viewers++;
            first = !use.opened;
            use.opened = true;
        }
        if (first) {
            open(track, use);
        }
        use.packets.limit().join(sender);
        use.packets.join(sender, loop);
        return use.packets;
    }

    private void open(Track track, Use use) {
        Subscription subscription;
        try {
            subscription = use.packets.open();
        } catch (Exception | LinkageError e) {
            synchronized (this) {
                // The next viewer tries again.
                use.opened = false;
                if (--use.viewers == 0) {
                    uses.remove(track);
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
    void leave(Track track, EventLoop loop, RtpSender sender) {
        Use use;
        Subscription ended = null;
        synchronized (this) {
            use = uses.get(track);
            if (use == null) {
                return;
            }
            if (--use.viewers == 0) {
                uses.remove(track);
                ended = use.subscription;
            }
        }
        use.packets.leave(sender, loop);
        if (ended != null) {
            ended.close();
        } else {
            use.packets.limit().leave(sender);
        }
    }

    /** Whether there is a payload format for a codec. */
    static boolean carries(Codec codec) {
        return codec.is(Codec.H264) || codec.is(Codec.OPUS) || codec.is(Codec.PCMU) || codec.is(Codec.PCMA);
    }

    private static RtpPacketizer packetizer(Codec codec) {
        if (codec.is(Codec.H264)) {
            return new H264Packetizer();
        }
        return codec.is(Codec.OPUS) ? new OpusPacketizer() : new G711Packetizer();
    }
}
