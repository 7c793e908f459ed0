// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_READ;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avformat.avio_read_partial;
import static org.bytedeco.ffmpeg.global.avutil.AV_OPT_SEARCH_CHILDREN;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_get;

import java.util.Locale;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The body of an HTTP response, read by FFmpeg's client. Thread: the source's own. */
final class HttpInput implements AutoCloseable {
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/jpg", "image/pjpeg");

    private final AVIOContext body = new AVIOContext(null);
    private final Interrupts interrupts;
    private final AVIOInterruptCB callback = new AVIOInterruptCB();
    private final long number;
    private final BytePointer piece = new BytePointer(32_768);
    private boolean closed;

    HttpInput(MediaLocation location, Interrupts interrupts, Watch watch) throws DemuxException {
        this.interrupts = interrupts;
        number = interrupts.attach(callback, watch);
        var options = new AVDictionary(null);
        location.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
        int result = avio_open2(body, location.url(), AVIO_FLAG_READ, callback, options);
        av_dict_free(options);
        if (result < 0) {
            closed = true;
            interrupts.detach(number);
            throw new DemuxException(result);
        }
    }

    /** What a demuxer of FFmpeg reads; closed with this, not by it. */
    AVIOContext body() {
        return body;
    }

    /** Whether the server says that it sends JPEG pictures, one or one after the other. */
    boolean isJpeg() {
        String type = mediaType();
        return type.startsWith("multipart/") || PICTURES.contains(type);
    }

    /** Whether the server says that it sends one picture. */
    boolean isSinglePicture() {
        return PICTURES.contains(mediaType());
    }

    /** In lower case and without parameters; empty if the server tells none. */
    private String mediaType() {
        var value = new BytePointer((Pointer) null);
        if (closed || av_opt_get(body, "mime_type", AV_OPT_SEARCH_CHILDREN, value) < 0 || value.isNull()) {
            return "";
        }
        String type = value.getString();
        av_free(value);
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what is there, at least a byte.
     *
     * @return how many bytes, or FFmpeg's code
     */
    int read(byte[] bytes) {
        int result = avio_read_partial(body, piece, (int) Math.min(piece.capacity(), bytes.length));
        if (result > 0) {
            piece.get(bytes, 0, result);
        }
        return result;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avio_closep(body);
            interrupts.detach(number);
            piece.close();
        }
    }
}
