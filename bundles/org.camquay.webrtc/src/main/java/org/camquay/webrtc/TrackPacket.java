// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import org.camquay.rtp.payload.RtpPayload;

/**
 * One RTP packet of a track before it is any viewer's.
 *
 * @param index counted from the track's first packet; a viewer's sequence number differs by a constant
 * @param timestamp in ticks of the codec's clock, unbounded
 * @param starts whether a viewer may begin here: the first packet of a key frame, and every audio packet
 * @param endsFrame whether it is the last of its frame
 */
record TrackPacket(long index, RtpPayload payload, long timestamp, boolean starts, boolean endsFrame) {}
