// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.payload;

import java.nio.ByteBuffer;

/**
 * A frame as it was before packetization.
 *
 * @param timestamp RTP timestamp, 0 to 2^32-1
 * @param bytes read-only copy, independent of the packets; for H.264 an access unit in Annex B
 */
public record DepacketizedFrame(long timestamp, ByteBuffer bytes) {}
