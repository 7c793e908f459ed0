// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.nio.ByteBuffer;

/** What carries packets: the pair in use, whose generation it is, and the peer's consent; none until one works. */
final class MediaPath {
    private final AgentSetup setup;
    private final Role role;
    private final Consent.Listener listener;
    private Selection selection;
    private boolean heard;

    MediaPath(AgentSetup setup, Role role, Consent.Listener listener) {
        this.setup = setup;
        this.role = role;
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

    /** Whether the peer answers there. */
    boolean isFresh() {
        return selection != null && selection.consent().isFresh();
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

    /** Any pair that works will do until one is nominated (RFC 8445 §12.1), but not in place of an old one that works. */
    void offer(Generation generation, CandidatePair pair) {
        boolean better = selection == null
                || selection.generation() == generation
                        && !selection.pair().isNominated()
                        && pair.priority(role.isControlling())
                                > selection.pair().priority(role.isControlling())
                || !selection.consent().isFresh();
        if (better) {
            use(generation, pair);
        }
    }

    void use(Generation generation, CandidatePair pair) {
        if (pair() != pair) {
            close();
            setup.journal().connected();
            pair.base().prefer(pair.remoteAddress());
            selection = new Selection(generation, pair, new Consent(generation, pair, listener));
        }
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
