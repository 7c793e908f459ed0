// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Motion JPEG over HTTP: pictures in a multipart response, as servers push them. The pictures themselves say where they
 * begin and end, so that nothing depends on boundaries and lengths, which cameras write in many ways or leave out.
 */
final class JpegDemuxer implements Demuxer {
    /** FFmpeg's name of it. */
    static final String NAME = "mpjpeg";

    private static final int LARGEST_PICTURE = 32 << 20;
    private static final int PIECE = 32_768;
    private static final long RETRY_NANOS = 1_000_000;

    private final HttpInput input;
    private final Watch watch;
    private final LongSupplier nanoTime;
    private final JpegCutter cutter = new JpegCutter(LARGEST_PICTURE);
    private final byte[] piece = new byte[PIECE];
    private final Queue<byte[]> ahead = new ArrayDeque<>();
    /** Whether the server has yet to show that it sends more than one picture. */
    private boolean doubtful;

    JpegDemuxer(HttpInput input, Watch watch, LongSupplier nanoTime) {
        this.input = input;
        doubtful = input.isSinglePicture();
        this.watch = watch;
        this.nanoTime = nanoTime;
    }

    @Override
    public int streams() {
        return 1;
    }

    @Override
    public boolean mayGrow() {
        return false;
    }

    @Override
    public boolean isRecording() {
        return false;
    }

    @Override
    public String containerName() {
        return NAME;
    }

    @Override
    public Optional<ElementaryStream> stream(int index) {
        return index != 0
                ? Optional.empty()
                : Optional.of(new ElementaryStream(
                        0,
                        AVMEDIA_TYPE_VIDEO,
                        AV_CODEC_ID_MJPEG,
                        "mjpeg",
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        new byte[0],
                        Orientation.UPRIGHT));
    }

    @Override
    public Packet read() throws DemuxException {
        if (doubtful) {
            surelySeveral();
        }
        byte[] picture = ahead.isEmpty() ? nextPicture() : ahead.remove();
        long now = nanoTime.getAsLong() / 1000;
        return picture == null ? null : new Packet(0, picture, now, now, 0, now);
    }

    private void surelySeveral() throws DemuxException {
        for (byte[] picture = nextPicture(); picture != null; picture = nextPicture()) {
            ahead.add(picture);
            if (ahead.size() > 1) {
                doubtful = false;
                return;
            }
        }
        throw new DemuxException(DemuxException.SINGLE_PICTURE);
    }

    /** Null at the end. */
    private byte[] nextPicture() throws DemuxException {
        for (byte[] picture = cutter.next(); ; picture = cutter.next()) {
            if (picture != null) {
                return picture;
            }
            int result = input.read(piece);
            if (result > 0) {
                cutter.feed(piece, result);
            } else if (result == AVERROR_EAGAIN() && !watch.mustStop()) {
                LockSupport.parkNanos(RETRY_NANOS);
            } else if (result == AVERROR_EOF || result == 0) {
                return null;
            } else {
                throw new DemuxException(result);
            }
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
