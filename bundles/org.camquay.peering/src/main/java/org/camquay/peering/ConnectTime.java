// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.concurrent.TimeUnit;
import org.camquay.api.net.EventLoop;

/** How long a peer has to connect, since a description costs its sender nothing. Lives on the session's loop. */
final class ConnectTime {
    /** Until its first ICE check, from the end of negotiation: a browser sends it within a round trip. */
    private static final long FIRST_CHECK = TimeUnit.SECONDS.toNanos(5);

    /** An ICE restart gives ICE its time anew, but not the peer. */
    private static final long CONNECTED_BY = TimeUnit.SECONDS.toNanos(60);

    /** Whose time it is. */
    interface Peer {
        /** Whether a check of it came, or one of ours was answered. */
        boolean isHeard();

        /** Its time is over; the sentence says which. */
        void onTimeOver(TurnedAway.Limit limit, String sentence);
    }

    private final EventLoop loop;
    private final Peer peer;
    private EventLoop.Timer timer;
    private boolean over;

    ConnectTime(EventLoop loop, Peer peer) {
        this.loop = loop;
        this.peer = peer;
    }

    /** Both ends know all that they need. */
    void begin() {
        if (!over) {
            timer = loop.schedule(this::expectCheck, FIRST_CHECK);
        }
    }

    private void expectCheck() {
        if (peer.isHeard()) {
            timer = loop.schedule(
                    () -> peer.onTimeOver(
                            TurnedAway.Limit.SLOW, "it was not connected within " + seconds(CONNECTED_BY) + " s"),
                    CONNECTED_BY - FIRST_CHECK);
        } else {
            peer.onTimeOver(TurnedAway.Limit.NO_CHECK, "no ICE check of it came within " + seconds(FIRST_CHECK) + " s");
        }
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    /** It is connected, or has gone. Idempotent. */
    void end() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
