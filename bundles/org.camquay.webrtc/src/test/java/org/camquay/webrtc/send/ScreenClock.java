// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.send;

/**
 * How Chromium learns when a picture is to be shown: by a straight line through timestamps and arrivals of all pictures so
 * far that came without retransmission. Milliseconds.
 */
final class ScreenClock {
    /** How sure the receiver is, to begin with, that timestamps go on as fast as its own clock. */
    private static final double PRIOR = 1;

    private double count;
    private double arrivals;
    private double timestamps;
    private double squares;
    private double products;
    private double origin = Double.NaN;
    private double firstTimestamp;

    void arrived(double arrival, double timestamp) {
        if (Double.isNaN(origin)) {
            origin = arrival;
            firstTimestamp = timestamp;
        }
        double at = arrival - origin;
        // what is fitted is by how much timestamps run ahead of the receiver's clock
        double ahead = timestamp - firstTimestamp - at;
        count++;
        arrivals += at;
        timestamps += ahead;
        squares += at * at;
        products += at * ahead;
    }

    /** When what was captured then would arrive, if it were not late. */
    double expected(double timestamp) {
        double weight = PRIOR * 90 * 90; // ticks for milliseconds
        double slope =
                (products - arrivals * timestamps / count) / (squares - arrivals * arrivals / count + 1 / weight);
        double offset = (timestamps - slope * arrivals) / count;
        return origin + (timestamp - firstTimestamp - offset) / (1 + slope);
    }
}
