// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

/** Error codes of Linux as FFmpeg returns them, AVERROR(E…). */
final class Errno {
    static final int NO_ENTRY = -2;
    static final int NOT_PERMITTED = -1;
    static final int ACCESS_DENIED = -13;
    static final int BUSY = -16;
    static final int NO_DEVICE = -19;
    static final int NETWORK_UNREACHABLE = -101;
    static final int TIMED_OUT = -110;
    static final int CONNECTION_REFUSED = -111;
    static final int HOST_UNREACHABLE = -113;

    private Errno() {}
}
