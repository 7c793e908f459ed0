// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

/**
 * Protects what we send to one peer: RTP to SRTP and RTCP to SRTCP, in place, with a roll-over counter per SSRC.
 *
 * <p>Start a stream's sequence numbers below 32768, so that a peer who misses the first packets still guesses the
 * roll-over counter (RFC 3711 §3.3.1).
 */
public final class SrtpSender {

    private final SrtpProfile profile;
    private final PacketCipher rtpCipher;
    private final PacketCipher rtcpCipher;
    private final SsrcTable<SentStream> streams = new SsrcTable<>();

    public SrtpSender(SrtpMasterKey key) {
        this(key.profile(), SessionKeys.ofRtp(key), SessionKeys.ofRtcp(key));
    }

    SrtpSender(SrtpProfile profile, SessionKeys rtpKeys, SessionKeys rtcpKeys) {
        this.profile = profile;
        rtpCipher = PacketCipher.of(profile, rtpKeys);
        rtcpCipher = PacketCipher.of(profile, rtcpKeys);
    }

    public SrtpProfile profile() {
        return profile;
    }

    /**
     * Encrypts an RTP packet in place. The array needs {@link SrtpProfile#rtpOverhead()} bytes of room behind it.
     *
     * <p>The same packet may be protected again, at once or up to 32767 packets later: the bytes are the same. It must be
     * the same in every byte of header and payload, extensions too: another packet of that SSRC and sequence number
     * would use up the nonce twice and give the key away. What differs goes out by RTX (RFC 4588).
     *
     * @return the new length
     * @throws IllegalArgumentException when it is not an RTP packet, or there is no room
     * @throws IllegalStateException after 2^48 packets of one SSRC
     */
    public int protect(byte[] packet, int offset, int length) {
        requireRoom(packet, offset, length, profile.rtpOverhead());
        int headerLength = RtpPacketIndex.headerLength(packet, offset, length);
        if (headerLength < 0) {
            throw new IllegalArgumentException("not an RTP packet");
        }
        SentStream stream = stream(PacketCipher.readInt(packet, offset + PacketCipher.RTP_SSRC_AT));
        long index = RtpPacketIndex.estimate(stream.highestIndex, RtpPacketIndex.sequenceNumber(packet, offset));
        if (index < 0) {
            throw new IllegalStateException("sequence number outside of the master key's life");
        }
        stream.highestIndex = Math.max(stream.highestIndex, index);
        return rtpCipher.sealRtp(packet, offset, headerLength, length, index);
    }

    /**
     * Encrypts a compound RTCP packet in place. The array needs {@link SrtpProfile#rtcpOverhead()} bytes of room behind
     * it. The same packet protected again is a new SRTCP packet.
     *
     * @return the new length
     * @throws IllegalArgumentException when it is not an RTCP packet, or there is no room
     * @throws IllegalStateException after 2^31 packets of one SSRC
     */
    public int protectRtcp(byte[] packet, int offset, int length) {
        requireRoom(packet, offset, length, profile.rtcpOverhead());
        if (length < PacketCipher.RTCP_HEADER_LENGTH || (packet[offset] & 0xc0) != 0x80) {
            throw new IllegalArgumentException("not an RTCP packet");
        }
        SentStream stream = stream(PacketCipher.readInt(packet, offset + PacketCipher.RTCP_SSRC_AT));
        if (stream.nextRtcpIndex < 0) {
            throw new IllegalStateException("all SRTCP indexes of the master key are used up");
        }
        return rtcpCipher.sealRtcp(packet, offset, length, stream.nextRtcpIndex++);
    }

    /** Lets a test vector set the index that the next RTCP packet gets. */
    void nextRtcpIndex(int ssrc, int index) {
        stream(ssrc).nextRtcpIndex = index;
    }

    private SentStream stream(int ssrc) {
        SentStream stream = streams.find(ssrc);
        if (stream == null) {
            // Never forgotten: an SSRC that came back with a fresh counter would use its nonces twice.
            stream = new SentStream();
            streams.add(ssrc, stream);
        }
        return stream;
    }

    private static void requireRoom(byte[] packet, int offset, int length, int overhead) {
        if (offset < 0 || length < 0 || offset + length + overhead > packet.length) {
            throw new IllegalArgumentException("no room for " + overhead + " bytes behind " + length + " at " + offset
                    + " of an array of " + packet.length);
        }
    }

    private static final class SentStream {
        private long highestIndex = -1;
        private int nextRtcpIndex;
    }
}
