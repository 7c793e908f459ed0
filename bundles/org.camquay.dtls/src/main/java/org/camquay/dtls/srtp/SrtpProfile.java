// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import java.util.Optional;

/** The SRTP protection profiles we speak (RFC 5764 §4.1.2, RFC 7714 §14.2), best first. */
public enum SrtpProfile {
    /** RFC 7714: cheaper than AES-CM with HMAC on every processor with AES instructions. */
    AEAD_AES_128_GCM(0x0007, 12, 16),
    /** RFC 3711: the one every WebRTC endpoint must have (RFC 8827 §6.5). */
    AES128_CM_HMAC_SHA1_80(0x0001, 14, 10);

    static final int SRTCP_INDEX_LENGTH = 4;

    private final int code;
    private final int saltLength;
    private final int tagLength;

    SrtpProfile(int code, int saltLength, int tagLength) {
        this.code = code;
        this.saltLength = saltLength;
        this.tagLength = tagLength;
    }

    /** The number in the use_srtp extension. */
    public int code() {
        return code;
    }

    /** Bytes of the master key. */
    public int keyLength() {
        return 16;
    }

    /** Bytes of the master salt. */
    public int saltLength() {
        return saltLength;
    }

    /** Bytes that an SRTP packet is longer than its RTP packet. */
    public int rtpOverhead() {
        return tagLength;
    }

    /** Bytes that an SRTCP packet is longer than its RTCP packet. */
    public int rtcpOverhead() {
        return tagLength + SRTCP_INDEX_LENGTH;
    }

    /** The profile of that number; empty when we do not speak it. */
    public static Optional<SrtpProfile> ofCode(int code) {
        for (SrtpProfile profile : values()) {
            if (profile.code == code) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }
}
