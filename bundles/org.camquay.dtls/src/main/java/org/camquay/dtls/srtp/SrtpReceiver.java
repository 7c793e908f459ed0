// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

/**
 * Unprotects what one peer sends: SRTP to RTP and SRTCP to RTCP, in place, with replay protection per SSRC. Packets that
 * are malformed, forged, replayed or of one SSRC too many are dropped and counted.
 */
public final class SrtpReceiver {

    /** SSRCs that are followed, each for RTP and RTCP; a peer who uses more is not heard on the rest. */
    public static final int MAX_STREAMS = 64;

    /** What the unprotect methods return for a packet to be dropped. */
    public static final int DROPPED = -1;

    private final SrtpProfile profile;
    private final SessionKeys rtpKeys;
    private final PacketCipher rtcpCipher;
    /** Made for the first packet: who only sends media receives but RTCP. */
    private PacketCipher rtpCipher;

    private final SsrcTable<ReplayWindow> rtpWindows = new SsrcTable<>();
    private final SsrcTable<ReplayWindow> rtcpWindows = new SsrcTable<>();
    private long forged;
    private long replayed;
    private long refused;

    public SrtpReceiver(SrtpMasterKey key) {
        this(key.profile(), SessionKeys.ofRtp(key), SessionKeys.ofRtcp(key));
    }

    SrtpReceiver(SrtpProfile profile, SessionKeys rtpKeys, SessionKeys rtcpKeys) {
        this.profile = profile;
        this.rtpKeys = rtpKeys;
        rtcpCipher = PacketCipher.of(profile, rtcpKeys);
    }

    public SrtpProfile profile() {
        return profile;
    }

    /** Decrypts an SRTP packet in place; gives the new length or {@link #DROPPED}. */
    public int unprotect(byte[] packet, int offset, int length) {
        int headerLength = RtpPacketIndex.headerLength(packet, offset, length - profile.rtpOverhead());
        if (headerLength < 0) {
            return DROPPED;
        }
        int ssrc = PacketCipher.readInt(packet, offset + PacketCipher.RTP_SSRC_AT);
        ReplayWindow window = rtpWindows.find(ssrc);
        if (window == null && isFull(rtpWindows)) {
            return DROPPED;
        }
        long highest = window == null ? -1 : window.highest();
        long index = RtpPacketIndex.estimate(highest, RtpPacketIndex.sequenceNumber(packet, offset));
        if (index < 0 || isReplay(window, index)) {
            return DROPPED;
        }
        if (rtpCipher == null) {
            rtpCipher = PacketCipher.of(profile, rtpKeys);
        }
        int opened = rtpCipher.openRtp(packet, offset, headerLength, length, index);
        return note(opened, rtpWindows, window, ssrc, index);
    }

    /** Decrypts an SRTCP packet in place; gives the new length or {@link #DROPPED}. */
    public int unprotectRtcp(byte[] packet, int offset, int length) {
        if (length < PacketCipher.RTCP_HEADER_LENGTH + profile.rtcpOverhead() || (packet[offset] & 0xc0) != 0x80) {
            return DROPPED;
        }
        int ssrc = PacketCipher.readInt(packet, offset + PacketCipher.RTCP_SSRC_AT);
        ReplayWindow window = rtcpWindows.find(ssrc);
        if (window == null && isFull(rtcpWindows)) {
            return DROPPED;
        }
        long index = rtcpCipher.rtcpIndexWord(packet, offset, length) & ~PacketCipher.ENCRYPTED;
        if (isReplay(window, index)) {
            return DROPPED;
        }
        int opened = rtcpCipher.openRtcp(packet, offset, length);
        return note(opened, rtcpWindows, window, ssrc, index);
    }

    /** Packets dropped so far because their tag was wrong. */
    public long forged() {
        return forged;
    }

    /** Packets dropped so far because they came twice, or too late to tell. */
    public long replayed() {
        return replayed;
    }

    /** Packets dropped so far because their SSRC was one too many. */
    public long refused() {
        return refused;
    }

    /** State is kept, and the roll-over counter moves, only once the tag proved right (RFC 3711 §3.3.1). */
    private int note(int opened, SsrcTable<ReplayWindow> windows, ReplayWindow known, int ssrc, long index) {
        if (opened < 0) {
            forged++;
            return DROPPED;
        }
        ReplayWindow window = known;
        if (window == null) {
            window = new ReplayWindow();
            windows.add(ssrc, window);
        }
        window.receive(index);
        return opened;
    }

    private boolean isFull(SsrcTable<ReplayWindow> windows) {
        if (windows.size() < MAX_STREAMS) {
            return false;
        }
        refused++;
        return true;
    }

    private boolean isReplay(ReplayWindow window, long index) {
        if (window == null || window.accepts(index)) {
            return false;
        }
        replayed++;
        return true;
    }
}
