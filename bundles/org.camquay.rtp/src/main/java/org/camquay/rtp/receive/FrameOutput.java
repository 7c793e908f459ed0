// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.receive;

/** Where a {@link FrameAssembly} puts its frames. */
@FunctionalInterface
public interface FrameOutput {
    /**
     * A frame, in decoding order.
     *
     * @param timestamp RTP timestamp of its beginning, 0 to 2^32-1
     * @param duration in ticks of the RTP clock, 0 when not known
     * @param bytes owned by the receiver from now on
     */
    void frame(long timestamp, long duration, byte[] bytes);
}
