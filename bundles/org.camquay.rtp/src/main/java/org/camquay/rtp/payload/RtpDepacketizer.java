// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.util.List;
import org.camquay.rtp.RtpPacket;

/**
 * Puts the frames of one incoming RTP stream together. Packets are pushed in order of their sequence number as
 * far as the network kept it; late ones and duplicates are left out. Bad payloads are counted, never thrown.
 */
public interface RtpDepacketizer {

    /** The frames that this packet completed, oldest first; mostly none or one. */
    List<DepacketizedFrame> push(RtpPacket packet);

    /** Frames of which something came but that could not be completed, since the beginning. */
    long damagedFrames();
}
