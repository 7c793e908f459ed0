// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.policy;

import org.camquay.webrtc.congestion.GoogleCongestionControl;
import org.camquay.webrtc.congestion.PathState;

/**
 * Decides what one viewer is sent next, and says why. It is told what is known of the path and of the picture, and does
 * nothing itself: {@code FrameGate} does what it decides. All its constants stand in {@link SendTuning}. Pure: told all
 * times, in nanoseconds of one clock. Thread: the viewer's loop.
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>{@link State#FULL}</td><td>every picture of the best quality</td></tr>
 * <tr><td>{@link State#SMALLER}</td><td>every picture of a smaller quality, or of an encoder that was asked for less</td></tr>
 * <tr><td>{@link State#KEY_FRAMES_ONLY}</td><td>the path is too small for all; a smaller quality is looked for</td></tr>
 * <tr><td>{@link State#STALLED}</td><td>nothing gets through: only small packets go out, to notice when that changes</td></tr>
 * </table>
 */
public final class SendPolicy {
    /** What the viewer gets. */
    public enum State {
        FULL,
        SMALLER,
        KEY_FRAMES_ONLY,
        STALLED
    }

    /** Why it does not get all there is. */
    public enum Reason {
        NONE(""),
        /** The path takes less than the best quality, but all of this one. */
        SMALLER_FITS("the path takes less than the best quality"),
        /** The estimate was below the stream's bitrate for too long, while packets queued up or were lost. */
        ESTIMATE_TOO_SMALL("the path takes less than the stream's bitrate"),
        /** Pictures waited for the pacer for too long, while packets queued up or were lost. */
        PICTURES_WAIT("pictures wait too long for the path"),
        /** The peer used to report, and does not any more. */
        SILENCE("the peer does not report any more");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** In plain English; empty for {@link #NONE}. */
        public String words() {
            return words;
        }
    }

    /** What to do before anything is sent. */
    public enum Gate {
        /** The path is there: pictures are decided on one by one. */
        OPEN,
        /** Nothing is sent. */
        SHUT,
        /** The path is there again, or is to be tried: go on where a viewer can that saw nothing of late. */
        RESUME
    }

    /**
     * What the viewer reads.
     *
     * @param bitrate bits a second of it, 0 when not known yet
     * @param better bits a second of what it would get over a wider path, 0 when it gets the best
     * @param smallerThere whether there is a smaller quality
     * @param encoderFollows whether the encoder follows what this viewer can take
     * @param viewers of the track on this loop
     */
    public record Stream(long bitrate, long better, boolean smallerThere, boolean encoderFollows, int viewers) {}

    /**
     * The picture that is to be sent next.
     *
     * @param waited nanoseconds since it came; 0 for one of a backlog
     * @param behind whether it is of a backlog
     */
    public record Picture(boolean key, int bytes, long waited, boolean behind) {}

    private final SendTuning tuning;
    private State state = State.FULL;
    private Reason reason = Reason.NONE;
    private boolean tooSmall;
    private long tooSmallSince;
    private long keyFramesOnlySince;
    private long triedAt;
    private boolean trying;

    /** Of a viewer that gets all there is at first. */
    public SendPolicy(SendTuning tuning) {
        this.tuning = tuning;
    }

    /** What the viewer gets. */
    public State state() {
        return state;
    }

    /** Why the viewer does not get all there is. */
    public Reason reason() {
        return reason;
    }

    /** Whether pictures are left out, though some get through. */
    public boolean keyFramesOnly() {
        return state == State.KEY_FRAMES_ONLY;
    }

    private void become(State next, Reason why) {
        state = next;
        reason = why;
    }

    /** The viewer gets another stream. */
    public void changed() {
        tooSmall = false;
        become(State.FULL, Reason.NONE);
    }

    /**
     * To be asked first, each time.
     *
     * @param probes whether small packets can show that the path is there again
     */
    public Gate gate(PathState path, boolean probes, long now) {
        if (path.silent() && path.measured() && probes) {
            return shut(now);
        }
        if (state == State.STALLED) {
            changed();
            return Gate.RESUME;
        }
        if (path.silent() && state != State.KEY_FRAMES_ONLY) {
            keyFramesOnly(Reason.SILENCE, now);
        }
        return Gate.OPEN;
    }

    private Gate shut(long now) {
        if (state != State.STALLED) {
            become(State.STALLED, Reason.SILENCE);
            triedAt = now;
            trying = false;
        } else if (trying) {
            return Gate.OPEN;
        } else if (now - triedAt >= tuning.probing().attempt()) {
            triedAt = now;
            trying = true;
            return Gate.RESUME;
        }
        return Gate.SHUT;
    }

    /** At the beginning of a picture: whether it is sent. If not, the next one that is sent is a key frame. */
    public boolean takes(PathState path, Stream stream, Picture picture, long now) {
        if (state == State.STALLED) {
            trying = false;
            return picture.key();
        }
        if (state == State.KEY_FRAMES_ONLY) {
            if (picture.key() && !path.silent() && path.target() >= tuning.fit().again() * stream.bitrate()) {
                become(State.FULL, Reason.NONE);
            }
            boolean holdsUp = state == State.KEY_FRAMES_ONLY
                    && stream.smallerThere()
                    && now - keyFramesOnlySince < tuning.fit().waitForSmaller();
            return picture.key() && !holdsUp;
        }
        judge(path, stream, picture.waited(), now);
        if (state == State.KEY_FRAMES_ONLY) {
            return picture.key() && !stream.smallerThere();
        }
        if (stream.better() > 0) {
            become(State.SMALLER, Reason.SMALLER_FITS);
        } else {
            become(State.FULL, Reason.NONE);
        }
        return true;
    }

    /** Whether a picture that is partly out is given up, since its rest would only hold up the smaller stream. */
    public boolean givesUp(PathState path, Stream stream, long waited, long now) {
        if (!stream.smallerThere() || state == State.KEY_FRAMES_ONLY || state == State.STALLED) {
            return false;
        }
        // Twice the time of one not begun: a large key frame takes its time on a path that is just wide enough.
        judge(path, stream, waited / 2, now);
        return state == State.KEY_FRAMES_ONLY;
    }

    private void judge(PathState path, Stream stream, long waited, long now) {
        var patience = stream.encoderFollows()
                ? tuning.encoderFollows()
                : stream.smallerThere() ? tuning.smallerThere() : tuning.usual();
        boolean full = path.limited() && path.congested();
        boolean small = full && path.target() < tuning.fit().tooSmall() * stream.bitrate();
        if (small && !tooSmall) {
            tooSmallSince = now;
        }
        tooSmall = small;
        if (small && now - tooSmallSince > patience.tooSmall()) {
            keyFramesOnly(Reason.ESTIMATE_TOO_SMALL, now);
        } else if (full && waited > patience.waiting()) {
            keyFramesOnly(Reason.PICTURES_WAIT, now);
        }
    }

    private void keyFramesOnly(Reason why, long now) {
        tooSmall = false;
        keyFramesOnlySince = now;
        become(State.KEY_FRAMES_ONLY, why);
    }

    /** How fast a picture may go out, bits a second; asked again for as long as it is not out. */
    public long pace(PathState path, Stream stream, Picture picture) {
        long target = path.target() == PathState.UNKNOWN ? GoogleCongestionControl.INITIAL_BITRATE : path.target();
        if (state == State.KEY_FRAMES_ONLY) {
            return target;
        }
        var pace = tuning.pace();
        boolean backlog = picture.behind() && !picture.key();
        if (path.limited()) {
            if (backlog && target >= stream.bitrate()) {
                return target; // a backlog lasts, and would fill the queue
            }
            // Where nothing queues up or is lost, a low estimate is not believed at once.
            boolean doubted = target < stream.bitrate() && !path.congested();
            return (long) (doubted ? pace.unlimited() * stream.bitrate() : pace.limited() * target);
        }
        if (backlog) {
            // Of a backlog there is enough to fill the queue of a path that takes little more than the stream.
            return (long) (pace.unlimited() * Math.max(target, stream.bitrate()));
        }
        double least = Math.max(pace.unlimited() * stream.bitrate(), picture.bytes() * 8 / pace.spread());
        return (long) (stream.viewers() > pace.crowd() ? least : Math.max(pace.factor() * target, least));
    }
}
