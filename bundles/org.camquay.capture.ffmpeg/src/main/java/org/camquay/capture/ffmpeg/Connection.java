// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;

/** A demuxer with what was found in it. Thread: the source's own. */
record Connection(Demuxer demuxer, Discovery discovery) {
    /** How long packets over UDP may take before TCP is tried, and that share of the whole time at most. */
    private static final Duration UDP_TRIAL = Duration.ofSeconds(3);

    private static final int UDP_SHARE = 3;

    /** Opens a location and learns its formats, within the request's timeout. */
    static Connection open(
            CaptureRequest request, MediaLocation location, Interrupts interrupts, Watch watch, LongSupplier nanoTime)
            throws CaptureException {
        long begin = nanoTime.getAsLong();
        lookUp(location);
        Connection connection = null;
        if (location.isRtsp() && !request.forceTcp()) {
            connection = tryUdp(request, location, interrupts, watch, nanoTime);
        }
        long left = Watch.nanos(request.timeout()) - (nanoTime.getAsLong() - begin);
        watch.allow(Duration.ofNanos(Math.max(0, left)));
        if (connection == null) {
            connection = connect(
                    request,
                    location.isRtsp() ? location.with("rtsp_transport", "tcp") : location,
                    interrupts,
                    watch,
                    nanoTime);
        }
        try {
            connection.discover(request, location, watch);
            return connection;
        } catch (CaptureException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private static void lookUp(MediaLocation location) throws CaptureException {
        if (!location.host().isEmpty()) {
            try {
                InetAddress.getByName(location.host());
            } catch (UnknownHostException e) {
                throw Reasons.unknownHost(location);
            }
        }
    }

    /** A camera that refuses UDP is asked for TCP at once. Returns null when packets do not come through. */
    private static Connection tryUdp(
            CaptureRequest request, MediaLocation location, Interrupts interrupts, Watch watch, LongSupplier nanoTime)
            throws CaptureException {
        long trial = Math.min(UDP_TRIAL.toNanos(), Watch.nanos(request.timeout()) / UDP_SHARE);
        watch.allow(Duration.ofNanos(trial));
        Demuxer demuxer = null;
        try {
            demuxer = Demuxer.open(location.with("rtsp_transport", "udp+tcp"), interrupts, watch, nanoTime);
            var discovery = new Discovery(demuxer);
            if (discovery.readFirst()) {
                return new Connection(demuxer, discovery);
            }
            discovery.close();
        } catch (DemuxException e) {
            if (isFinal(e.code()) && !watch.canceled()) {
                throw Reasons.notOpened(location, e.code());
            }
        }
        if (demuxer != null) {
            demuxer.close();
        }
        if (watch.canceled()) {
            throw Reasons.closed(location);
        }
        return null;
    }

    /** Whether another transport would not help. */
    private static boolean isFinal(int code) {
        return code == AVERROR_HTTP_UNAUTHORIZED
                || code == AVERROR_HTTP_FORBIDDEN
                || code == AVERROR_HTTP_NOT_FOUND
                || code == Errno.CONNECTION_REFUSED
                || code == Errno.HOST_UNREACHABLE
                || code == Errno.NETWORK_UNREACHABLE;
    }

    private static Connection connect(
            CaptureRequest request, MediaLocation location, Interrupts interrupts, Watch watch, LongSupplier nanoTime)
            throws CaptureException {
        try {
            var demuxer = Demuxer.open(location, interrupts, watch, nanoTime);
            return new Connection(demuxer, new Discovery(demuxer));
        } catch (DemuxException e) {
            throw reason(request, location, watch, e.code());
        }
    }

    private static CaptureException reason(CaptureRequest request, MediaLocation location, Watch watch, int code) {
        if (watch.canceled()) {
            return Reasons.closed(location);
        }
        return watch.expired() ? Reasons.noAnswer(location, request.timeout()) : Reasons.notOpened(location, code);
    }

    private void discover(CaptureRequest request, MediaLocation location, Watch watch) throws CaptureException {
        try {
            discovery.readOn();
        } catch (DemuxException e) {
            boolean noKeyFrame = discovery.awaitsVideo() && !discovery.seen().isEmpty();
            if (noKeyFrame && watch.expired() && !watch.canceled()) {
                throw Reasons.noKeyFrame(location, request.timeout());
            }
            throw reason(request, location, watch, e.code());
        }
        if (!discovery.hasVideo() && !discovery.unknownVideo().isEmpty()) {
            throw Reasons.unsupported(location, discovery.unknownVideo());
        }
        if (!discovery.hasVideo() && !discovery.hasAudio() || discovery.seen().isEmpty()) {
            throw Reasons.nothing(location);
        }
    }

    void close() {
        discovery.close();
        demuxer.close();
    }
}
