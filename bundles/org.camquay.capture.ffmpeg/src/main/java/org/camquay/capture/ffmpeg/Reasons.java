// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;

import java.time.Duration;
import org.camquay.api.capture.CaptureException;

/** Why a source failed and what to do, in one sentence that names it and no secret. */
final class Reasons {
    private Reasons() {}

    /** Opening failed with FFmpeg's error code. */
    static CaptureException notOpened(MediaLocation location, int code) {
        return new CaptureException(
                location.name() + ": " + (location.isDevice() ? device(code) : network(location, code)));
    }

    private static String device(int code) {
        if (code == Errno.NO_ENTRY || code == Errno.NO_DEVICE) {
            return "there is no such device; list those there are with ls /dev/video*";
        }
        if (code == Errno.BUSY) {
            return "busy; another process holds it";
        }
        if (code == Errno.ACCESS_DENIED || code == Errno.NOT_PERMITTED) {
            return "access is denied; add this user to the group video";
        }
        return "the device refuses (" + Ffmpeg.message(code) + "); try another size, fps or format";
    }

    private static String network(MediaLocation location, int code) {
        if (code == AVERROR_HTTP_UNAUTHORIZED) {
            return LoginProbe.ask(location).reason(location);
        }
        if (code == AVERROR_HTTP_FORBIDDEN) {
            return "the camera refuses the user or password, or this user may not watch (403); check both, and the"
                    + " user's rights in the camera";
        }
        if (code == AVERROR_HTTP_NOT_FOUND) {
            return "the camera has no such stream; check the path";
        }
        if (code == Errno.CONNECTION_REFUSED) {
            return "the connection is refused; is the camera on, and the port right?";
        }
        if (code == Errno.HOST_UNREACHABLE || code == Errno.NETWORK_UNREACHABLE) {
            return "the host cannot be reached; check the address and the network";
        }
        if (code == DemuxException.SINGLE_PICTURE) {
            return "is a single picture; use the address of the camera's video, best that of RTSP";
        }
        if (code == Errno.TIMED_OUT) {
            return "no answer; check that the camera is on and reachable";
        }
        if (code == AVERROR_INVALIDDATA) {
            return "is not media that can be played; check that it is a video";
        }
        if (code == AVERROR_EOF) {
            return location.isFile() ? "is empty or cut" : "the connection was closed; check the path and the camera";
        }
        return "cannot be opened (" + Ffmpeg.message(code) + "); check the address";
    }

    static CaptureException unknownHost(MediaLocation location) {
        return new CaptureException(location.name() + ": there is no host " + location.host() + "; check the name");
    }

    static CaptureException noAnswer(MediaLocation location, Duration timeout) {
        return new CaptureException(
                location.name() + ": no media within " + seconds(timeout) + "; check that the camera is on and sends");
    }

    static CaptureException noKeyFrame(MediaLocation location, Duration timeout) {
        return new CaptureException(location.name() + ": no key frame within " + seconds(timeout)
                + "; shorten the camera's key-frame interval");
    }

    static CaptureException unsupported(MediaLocation location, String codec) {
        return new CaptureException(
                location.name() + ": video codec " + codec + " is not supported; set the camera to H.264");
    }

    static CaptureException nothing(MediaLocation location) {
        return new CaptureException(location.name() + ": holds neither picture nor sound that can be played");
    }

    static CaptureException silent(MediaLocation location, Duration timeout) {
        return new CaptureException(
                location.name() + ": sent nothing for " + seconds(timeout) + "; check the camera and the network");
    }

    static CaptureException lost(MediaLocation location, int code) {
        return new CaptureException(location.name() + ": the connection was lost"
                + (code == AVERROR_EOF ? "" : " (" + Ffmpeg.message(code) + ")")
                + "; check the camera and the network");
    }

    static CaptureException closed(MediaLocation location) {
        return new CaptureException(location.name() + ": closed while it was opened");
    }

    static CaptureException broken(MediaLocation location, Throwable cause) {
        return new CaptureException(location.name() + ": the driver failed; report this with its log", cause);
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
