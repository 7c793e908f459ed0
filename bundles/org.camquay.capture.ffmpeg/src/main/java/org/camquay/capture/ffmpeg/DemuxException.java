// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

/** FFmpeg refused, with one of its error codes. Never leaves this bundle. */
final class DemuxException extends Exception {
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
