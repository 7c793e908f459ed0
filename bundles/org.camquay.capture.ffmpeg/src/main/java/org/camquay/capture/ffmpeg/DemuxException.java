// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

/** FFmpeg refused, with one of its error codes. Never leaves this bundle. */
final class DemuxException extends Exception {
    /** Beside FFmpeg's codes, which are negative: the address gives one picture and no video. */
    static final int SINGLE_PICTURE = 1;

    private static final long serialVersionUID = 1L;

    private final int code;

    DemuxException(int code) {
        super(Ffmpeg.message(code), null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
