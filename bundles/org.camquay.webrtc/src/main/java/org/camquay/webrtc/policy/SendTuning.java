// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.policy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * All constants of the decision about what one viewer is sent, each with its reason. Times are nanoseconds.
 *
 * @param usual patience with a path that is too small, where no smaller stream exists: an estimate may dip for a moment
 * @param smallerThere the same where a smaller stream exists: going there costs little, so the wait is shorter
 * @param encoderFollows the same where an encoder has been asked for a lower bitrate: delay from one key frame is made up for soon
 * @param fit how a path and a stream fit together
 * @param pace how fast pictures go out
 * @param probing how to find out that a path takes more than before, or works again
 * @param encoder what an encoder is asked to make for a path that is too small
 * @param repair what is sent again
 * @param asking how often one viewer may request a key frame, which all others get too
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
     * @param tooSmall for so long the estimate must be below the stream's bitrate
     * @param waiting for so long pictures must have waited for the pacer
     */
    record Patience(long tooSmall, long waiting) {}

    /**
     * When a stream fits a path. The first four are shares: the estimate, divided by the stream's bitrate.
     *
     * @param tooSmall below this share the path is too small; between it and 1 lies the usual error of an estimate
     * @param again from this share on all pictures are sent again; it is above 1, so that they are not left out again soon
     * @param better from this share on a better quality is chosen
     * @param stillBetter this share is enough once a better quality is chosen, until its first key frame comes
     * @param stay for so long a viewer keeps a quality before it gets a better one, since a change can be seen
     * @param catchUp share of the estimate at which a backlog is sent; the rest is for repair, and lets queues become shorter
     * @param waitForSmaller for so long no key frame is sent if a smaller stream is about to begin with a key frame of its own
     * @param late a picture that has waited for so long is left out if a newer key frame is there
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
     * @param factor of the estimate, while there are few viewers: a key frame is then sent before the next picture comes
     * @param unlimited factor of the stream's bitrate or the estimate, where no limit is known and there are many viewers, or a backlog
     * @param limited factor of an estimate that has proved to be a limit: sent faster, a key frame would only fill the queue
     * @param spread a picture is sent within this many seconds, unless the path is known to be too small for that
     * @param crowd with more viewers than this on one loop, none gets a key frame faster than {@code spread} says, so that the others need not wait
     */
    record Pace(double factor, double unlimited, double limited, double spread, int crowd) {}

    /**
     * How to find out that a path takes more than is sent, by a burst of packets.
     *
     * @param firstPause before the first burst: a path that has just become too small is hardly wide again at once
     * @param longestPause between bursts, each of which may cost a viewer a picture
     * @param growth factor from one pause to the next
     * @param longestWait for so long a burst that is due waits while packets queue up or are lost: losses for other reasons may last for ever
     * @param rate of a burst, as a factor of the wanted stream's bitrate: more than that stream needs
     * @param seconds length of a burst
     * @param leastBytes size of a burst at least: fewer packets measure nothing
     * @param stalled pause between packets that are sent over a silent path: the picture is back later by as much, and the packets take 96 kbit/s
     * @param attempt pause between pictures that are sent over a silent path, for peers that merely ceased to report
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
     * @param interval between two decisions
     * @param share of what the path takes; the rest is for sound, headers, repair, and for queues to become shorter
     * @param smooth time over which the estimate is averaged, since it dips with each key frame
     * @param deepestDip the averaged estimate is at most this factor of the current one
     * @param firstStep factor of the estimate for the first request, when the estimate is still falling and queues are full: one low request is
     *     better than two, since each change may cost a key frame
     */
    public record Encoder(long interval, double share, long smooth, double deepestDip, double firstStep) {}

    /**
     * What is sent again.
     *
     * @param mostAge of a picture: an older one is too late to be shown
     * @param leastPause between two copies of the same packet
     * @param keyFrameGrace pictures before the last key frame help only as long as that may still be on its way
     * @param mediaForOne bytes of media for each byte of repair that is allowed
     * @param mostBudget bytes of repair that may be saved up
     * @param delayStepMillis by so much a receiver's delay may grow with each picture: more would itself be seen as a freeze
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
     * @param atOnce so many requests are passed on as they come, since a key frame may be lost and asked for again
     * @param between least time between two of those
     * @param pause until one more request is allowed
     * @param longestPause the pause doubles up to this for a viewer that goes on asking
     * @param onItsWay a request that comes within this time and a round trip after a key frame was sent was made before that key frame arrived
     */
    public record Asking(int atOnce, long between, long pause, long longestPause, long onItsWay) {}

    /** The values in use, found by measuring. */
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
