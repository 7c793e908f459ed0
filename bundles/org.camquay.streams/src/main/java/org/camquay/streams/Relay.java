// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import static org.camquay.api.stream.Subscription.UNLIMITED;

import org.camquay.api.media.Codec;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.stream.Subscription;

/**
 * Carries a track from its source to its readers in an agreed codec, for as long as there are some: through a
 * conversion, or past it. The source's formats and frames come one at a time.
 */
final class Relay implements MediaReader {
    private final String stream;
    private final SourceTrack source;
    private final Codec target;
    private final Core core;
    private final FanOut out;
    private volatile Subscription subscription;
    private volatile Conversion conversion;
    private boolean closed;

    Relay(String stream, SourceTrack source, Codec target, Core core, FanOut out) {
        this.stream = stream;
        this.source = source;
        this.target = target;
        this.core = core;
        this.out = out;
    }

    void start() {
        subscription = source.out().add(this);
        if (conversion == null) {
            subscribe(out.targetBitrate());
        }
    }

    @Override
    public synchronized void onFormat(TrackFormat format) {
        if (closed) {
            return;
        }
        if (core.codecs().passes(format, target)) {
            // Takes over without a mute: what the conversion still makes is not heard any more.
            out.connect(this);
            stopConversion();
            subscribe(out.targetBitrate());
            out.format(this, format);
            return;
        }
        if (conversion == null) {
            conversion = new Conversion(stream, target, core, out, source::requestKeyFrame);
            // What is encoded anew is to be encoded from the best there is.
            subscribe(UNLIMITED);
            out.connect(conversion);
            conversion.start();
        }
        conversion.format(format);
    }

    @Override
    public void onFrame(MediaFrame frame) {
        Conversion now = conversion;
        if (now != null) {
            now.frame(frame);
        } else {
            out.frame(this, frame);
        }
    }

    @Override
    public void onMuted(boolean muted) {
        Conversion now = conversion;
        if (muted && now != null) {
            now.mute();
        } else if (muted) {
            out.mute(this);
        }
    }

    @Override
    public void onEnded() {
        // The converted track is ended by its source track, with or without a relay.
    }

    void requestKeyFrame() {
        Conversion now = conversion;
        if (now != null) {
            now.requestKeyFrame();
        } else {
            source.requestKeyFrame();
        }
    }

    /** Returns whether an encoder follows: the conversion's, or past it the source's. */
    boolean setTargetBitrate(int bitsPerSecond) {
        return conversion != null || subscribe(bitsPerSecond);
    }

    private boolean subscribe(int bitsPerSecond) {
        Subscription now = subscription;
        return now != null && now.setTargetBitrate(bitsPerSecond);
    }

    void codecsChanged() {
        Conversion now = conversion;
        if (now != null) {
            now.codecsChanged();
        }
    }

    void close() {
        subscription.close();
        Conversion last;
        synchronized (this) {
            closed = true;
            last = conversion;
            stopConversion();
        }
        out.disconnect(this);
        out.disconnect(last);
    }

    private void stopConversion() {
        if (conversion != null) {
            conversion.close();
            conversion = null;
        }
    }
}
