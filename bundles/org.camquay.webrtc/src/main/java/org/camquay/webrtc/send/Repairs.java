// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

import org.camquay.rtp.rtcp.GenericNack;

/**
 * What is done about packets that a viewer misses: they are sent again, as far as the {@link Retransmitter} finds that useful;
 * where only a key frame helps, the source is asked for one. Thread: the connection's loop.
 */
final class Repairs {
    private final SendPath path;
    private final Cursor cursor;
    private final FrameGate gate;
    private final QualitySwitch quality;
    private final KeyFrameRequests keyFrames;
    private final Retransmitter retransmitter;
    private final boolean agreed;
    private boolean open;

    /** @param agreed whether the viewer may ask for packets again (RFC 4585 §6.2.1); else none is sent twice */
    Repairs(
            SendPath path,
            Cursor cursor,
            FrameGate gate,
            QualitySwitch quality,
            KeyFrameRequests keyFrames,
            Retransmitter retransmitter,
            boolean agreed) {
        this.path = path;
        this.cursor = cursor;
        this.gate = gate;
        this.quality = quality;
        this.keyFrames = keyFrames;
        this.retransmitter = retransmitter;
        this.agreed = agreed;
    }

    /** The sender begins, or ends: only in between anything is done. */
    void open(boolean now) {
        open = now;
    }

    /** The viewer asks for packets again. */
    void onNack(GenericNack nack) {
        gate.onNack();
        if (useful()) {
            retransmitter.onNack(nack, cursor, path.loop().nanoTime());
        }
    }

    /** Feedback shows that the packet of that sequence number (0 to 65,535) did not arrive. */
    void onLost(int number) {
        gate.onLoss();
        if (useful()) {
            retransmitter.onLost(number, cursor, path.loop().nanoTime());
        }
    }

    /** What a smaller stream is about to replace would only hold that up. */
    private boolean useful() {
        return open && agreed && !gate.stalled() && !(gate.thinned() && quality.changing());
    }

    /** The viewer cannot decode until a key frame comes. */
    void onPictureLoss() {
        if (open) {
            keyFrames.ask(quality.current(), path.loop().nanoTime());
        }
    }

    /** The viewer is at another address: what went to the old one since it left is lost. */
    void onMoved() {
        retransmitter.onMoved(path.loop().nanoTime());
    }
}
