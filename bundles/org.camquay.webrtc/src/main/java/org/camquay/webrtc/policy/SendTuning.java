// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.policy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * All constants of the decision what one viewer is sent, each with its reason. Times are nanoseconds.
 *
 * @param usual patience with a path that is too small, where nothing smaller can be had: an estimate may dip for a moment
 * @param smallerThere the same where there is a smaller stream to go to: less time is lost in doubt
 * @param encoderFollows the same where an encoder makes less, or is about to: what a key frame holds up is caught up with
 * @param fit how a path and a stream fit together
 * @param pace how fast pictures go out
 * @param probing how to find out that a path takes more, or anything again
 * @param encoder what an encoder is asked to make for a path that is too small
 * @param repair what is sent again
 * @param asking how often one viewer may cost all others a key frame
 */
public record SendTuning(
        Patience usual,
        Patience smallerThere,
        Patience encoderFollows,
        Fit fit,
        Pace pace,
        Probing probing,
        Encoder encoder,
        Repair repair,
        Asking asking) {

    /**
     * How long a path is too small before pictures are left out.
     *
     * @param tooSmall by the estimate
     * @param waiting by pictures that wait for the pacer
     */
    record Patience(long tooSmall, long waiting) {}

    /**
     * What a path takes, of a stream's bitrate.
     *
     * @param tooSmall below that it is too small; the rest is what an estimate is wrong by
     * @param again from that on all pictures are sent again: some more, or they would be left out again soon
     * @param better from that on a better quality is chosen
     * @param stillBetter the same once it is decided, until the key frame comes that it begins with
     * @param stay so long a viewer keeps a quality before it gets a better one: a change may show
     * @param catchUp of the estimate, what a backlog is sent with: the rest is for repair, and for queues to become shorter
     * @param waitForSmaller so long no key frame is sent if a smaller stream will begin with one of its own
     * @param late a picture that waited so long gives way to a newer key frame
     */
    public record Fit(
            double tooSmall,
            double again,
            double better,
            double stillBetter,
            long stay,
            double catchUp,
            long waitForSmaller,
            long late) {}

    /**
     * How fast pictures go out.
     *
     * @param factor of the estimate, for few viewers: a key frame is through before the next picture
     * @param unlimited of stream or estimate, where no limit is known but there are many viewers, or a backlog
     * @param limited of an estimate that is a limit: faster, a key frame would only fill the queue
     * @param spread a picture goes out in this many seconds, where the path is not known to be too small for that
     * @param crowd more viewers of one loop are many: none gets a key frame faster than spread, or the others wait
     */
    record Pace(double factor, double unlimited, double limited, double spread, int crowd) {}

    /**
     * How to find out that a path takes more.
     *
     * @param firstPause before the first burst: who was just limited will hardly be wide again
     * @param longestPause between bursts, each of which may cost a viewer a picture
     * @param growth from pause to pause
     * @param longestWait of a burst for a path that is still full; losses for other reasons may last for ever
     * @param rate of a burst, of the stream's rate: more than what is needed for better
     * @param seconds of a burst
     * @param leastBytes of a burst: fewer packets measure nothing
     * @param stalled between packets into a silent path: the picture is back so much later, and this costs 96 kbit/s
     * @param attempt into a silent path a picture is sent that often, for peers that only ceased to report
     */
    public record Probing(
            long firstPause,
            long longestPause,
            double growth,
            long longestWait,
            double rate,
            double seconds,
            int leastBytes,
            long stalled,
            long attempt) {}

    /**
     * What an encoder is asked to make.
     *
     * @param interval between two looks
     * @param share of what the path takes; the rest is for sound, headers, repair, and for queues to become shorter
     * @param smooth an estimate dips with each key frame: that much of it is one sample among others
     * @param deepestDip of the level without dips, to the estimate
     * @param firstStep at first the estimate is still falling, and queues are full: less at once is better than twice,
     *     since each change may cost a key frame
     */
    public record Encoder(long interval, double share, long smooth, double deepestDip, double firstStep) {}

    /**
     * What is sent again.
     *
     * @param mostAge of a picture: an older one is too late to be shown
     * @param leastPause until the same packet is sent again
     * @param keyFrameGrace pictures before the last key frame help only as long as that may still be on its way
     * @param mediaForOne bytes of media that entitle to one of repair
     * @param mostBudget bytes that may be saved up
     * @param delayStepMillis how much longer a receiver is told to wait with each picture: more would itself be a freeze
     * @param afterMove for so long after the peer changed its address, packets are sent again whatever their age: aiortc waits for them
     * @param mostAfterMove bytes that one request may ask for in that time, so that repair does not hold up the next key frame
     */
    public record Repair(
            long mostAge,
            long leastPause,
            long keyFrameGrace,
            int mediaForOne,
            int mostBudget,
            int delayStepMillis,
            long afterMove,
            int mostAfterMove) {}

    /**
     * How often one viewer may ask for a key frame, which all viewers of the stream get and pay for.
     *
     * @param atOnce so many requests are passed on as they come: a key frame may be lost, and asked for again
     * @param between those
     * @param pause until the next one after that
     * @param longestPause it doubles up to this for a viewer that asks and asks
     * @param onItsWay a request within that time and a round trip after a key frame was sent was made before it came
     */
    public record Asking(int atOnce, long between, long pause, long longestPause, long onItsWay) {}

    /** As measured; the reasons stand with each. */
    public static final SendTuning DEFAULT = new SendTuning(
            new Patience(MILLISECONDS.toNanos(600), MILLISECONDS.toNanos(300)),
            new Patience(MILLISECONDS.toNanos(250), MILLISECONDS.toNanos(150)),
            new Patience(SECONDS.toNanos(2), SECONDS.toNanos(1)),
            new Fit(
                    0.8,
                    1.1,
                    1.2,
                    1.0,
                    SECONDS.toNanos(2),
                    0.85,
                    MILLISECONDS.toNanos(1_500),
                    MILLISECONDS.toNanos(100)),
            new Pace(2.5, 1.5, 1.3, 0.020, 8),
            new Probing(
                    SECONDS.toNanos(2),
                    SECONDS.toNanos(6),
                    1.3,
                    SECONDS.toNanos(2),
                    1.5,
                    0.03,
                    12 * 1_200,
                    MILLISECONDS.toNanos(100),
                    SECONDS.toNanos(10)),
            new Encoder(MILLISECONDS.toNanos(200), 0.8, SECONDS.toNanos(2), 1.5, 0.6),
            new Repair(
                    SECONDS.toNanos(1),
                    MILLISECONDS.toNanos(5),
                    MILLISECONDS.toNanos(100),
                    4,
                    128 * 1024,
                    30,
                    SECONDS.toNanos(2),
                    32 * 1024),
            new Asking(
                    2, MILLISECONDS.toNanos(300), SECONDS.toNanos(10), SECONDS.toNanos(40), MILLISECONDS.toNanos(50)));
}
