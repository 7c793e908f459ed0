// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.congestion;

import org.camquay.rtp.rtcp.CongestionControlFeedback;
import org.camquay.rtp.rtcp.TransportFeedback;

/** A receiver's clock, as its reports tell it, without the wrapping. Times are milliseconds. */
final class ArrivalClock {
    private static final double MICROS = 1e3;
    private static final int REFERENCE_BITS = 24;
    private static final int TIMESTAMP_BITS = 32;

    private long latest;
    private boolean known;

    /** The time from which the deltas of a report count. */
    double reference(TransportFeedback feedback) {
        return unwrap(feedback.referenceTime(), REFERENCE_BITS) * TransportFeedback.REFERENCE_MICROS / MICROS;
    }

    /** The time before which the offsets of a report count. */
    double time(CongestionControlFeedback feedback) {
        return unwrap(feedback.timestamp(), TIMESTAMP_BITS) * 1e3 / CongestionControlFeedback.TIMESTAMP_RATE;
    }

    private long unwrap(long wrapped, int bits) {
        int rest = Long.SIZE - bits;
        latest = known ? latest + (wrapped - latest << rest >> rest) : wrapped;
        known = true;
        return latest;
    }
}
