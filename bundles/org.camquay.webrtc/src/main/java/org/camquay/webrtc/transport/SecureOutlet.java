// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.transport;

import java.nio.ByteBuffer;
import java.util.List;
import org.camquay.api.ice.IceAgent;
import org.camquay.dtls.srtp.SrtpSender;
import org.camquay.rtp.rtcp.RtcpCompound;
import org.camquay.rtp.rtcp.RtcpPacket;

/**
 * The way out of a {@link SecureTransport}: encrypts packets in place, collects those of equal length, and counts. Thread: the
 * connection's loop.
 */
public final class SecureOutlet implements PacketOutlet {
    private final IceAgent ice;
    private final SegmentBatch batch;
    private final TransportCounters counters;
    private SrtpSender srtpSender;
    private Dropped dropped = Dropped.NONE;

    SecureOutlet(IceAgent ice, SegmentBatch batch, TransportCounters counters) {
        this.ice = ice;
        this.batch = batch;
        this.counters = counters;
    }

    /** The keys are there. */
    void secure(SrtpSender sender) {
        srtpSender = sender;
    }

    /** Whether they are. */
    boolean secure() {
        return srtpSender != null;
    }

    /** The SRTP profile in use, empty before there is one. */
    String cipher() {
        return srtpSender == null ? "" : srtpSender.profile().name();
    }

    @Override
    public byte[] buffer() {
        return batch.array();
    }

    @Override
    public int offset() {
        return batch.end();
    }

    @Override
    public boolean sendRtp(int length) {
        if (srtpSender == null) {
            return false;
        }
        int start = batch.end();
        int protectedLength = srtpSender.protect(batch.array(), start, length);
        if (batch.takes(ice, protectedLength)) {
            batch.add(ice, protectedLength);
            counters.sent(protectedLength);
            return true;
        }
        send();
        if (dropped.any()) {
            return false;
        }
        batch.begin(ice, start, protectedLength);
        counters.sent(protectedLength);
        return true;
    }

    private void send() {
        if (!batch.isEmpty()) {
            var now = batch.send(srtpSender.profile().rtpOverhead());
            dropped = dropped.plus(now);
            counters.unsent(now);
        }
    }

    @Override
    public Dropped flush() {
        send();
        var since = dropped;
        dropped = Dropped.NONE;
        return since;
    }

    /** Sends a compound RTCP packet, after what is collected. */
    public void sendRtcp(List<RtcpPacket> packets) {
        if (srtpSender != null) {
            send();
            var buffer = ByteBuffer.wrap(batch.array());
            RtcpCompound.write(packets, buffer);
            int protectedLength = srtpSender.protectRtcp(buffer.array(), 0, buffer.position());
            sendNow(buffer.limit(protectedLength).position(0));
        }
    }

    /** Sends what needs no more encryption. */
    void sendNow(ByteBuffer packet) {
        int bytes = packet.remaining();
        if (ice.send(packet)) {
            counters.sent(bytes);
        } else {
            counters.discarded(bytes);
        }
    }
}
