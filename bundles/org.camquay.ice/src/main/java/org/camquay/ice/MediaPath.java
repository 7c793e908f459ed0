// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.nio.ByteBuffer;

/** What carries packets: the pair in use, whose generation it is, and the peer's consent; none until one works. */
final class MediaPath {
    private final Consent.Listener listener;
    private Selection selection;
    private boolean heard;

    MediaPath(Consent.Listener listener) {
        this.listener = listener;
    }

    boolean isOpen() {
        return selection != null;
    }

    /** Null without one. */
    CandidatePair pair() {
        return selection == null ? null : selection.pair();
    }

    boolean isOf(Generation generation) {
        return selection != null && selection.generation() == generation;
    }

    boolean leavesFrom(Transport base) {
        return selection != null && selection.pair().base() == base;
    }

    /** Whether the peer answers there, and may be sent to for long. */
    boolean isFresh() {
        return selection != null && selection.consent().isFresh();
    }

    /** What is known of the peer's answers there; only while it is open. */
    PairSelection.Standing standing() {
        return selection.consent().standing();
    }

    /** A packet other than STUN came. */
    void onPacket() {
        heard = true;
    }

    /** Whether one ever did. */
    boolean isHeard() {
        return heard;
    }

    /** There is no way to ask the peer anymore. */
    void lose() {
        selection.consent().lose();
    }

    /**
     * The peer's check came over that pair: if this is another than the one in use, is the peer still there? Not asked
     * before a pair was agreed on, when the peer checks them all.
     */
    void onHeard(CandidatePair pair) {
        if (selection != null
                && selection.pair() != pair
                && selection.generation().hasAgreed()) {
            selection.consent().doubt();
        }
    }

    /** A check of ours was answered, besides the requests for consent. */
    void onAnswered(CandidatePair pair) {
        if (pair() == pair) {
            selection.consent().onAnswer();
        }
    }

    /** The peer answers again; only while it is open. */
    void regained() {
        selection.generation().onRegained(selection.pair());
    }

    /** Packets go over this pair from now on. */
    void use(Generation generation, CandidatePair pair) {
        close();
        pair.base().prefer(pair.remoteAddress());
        selection = new Selection(generation, pair, new Consent(generation, pair, listener));
    }

    /** Carries nothing from now on. Idempotent. */
    void close() {
        if (selection != null) {
            selection.consent().stop();
            selection = null;
        }
    }

    void attend(long nanos, long toleranceNanos) {
        if (selection != null) {
            selection.pair().base().attend(nanos, toleranceNanos);
        }
    }

    boolean send(ByteBuffer packet) {
        return selection != null && selection.pair().send(packet);
    }

    int sendSegments(ByteBuffer packets, int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("segments of " + size + " bytes");
        } else if (selection == null) {
            packets.position(packets.limit());
            return 0;
        }
        return selection.pair().sendSegments(packets, size);
    }
}
