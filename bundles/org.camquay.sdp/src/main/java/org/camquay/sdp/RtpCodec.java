// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

/**
 * A codec in W3C {@code RTCRtpCodec}'s words.
 *
 * @param mimeType e.g. {@code video/H264}; letter case does not matter
 * @param clockRate Hz
 * @param channels 1 for video
 * @param sdpFmtpLine empty if there are no parameters
 */
public record RtpCodec(String mimeType, int clockRate, int channels, String sdpFmtpLine) {
    /** The encoding name of an {@code rtpmap}: what follows the slash. */
    public String encodingName() {
        return mimeType.substring(mimeType.indexOf('/') + 1);
    }
}
