// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.time.Duration;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.UnsupportedSourceException;
import org.camquay.capture.rtsp.message.RtspMessage.Response;

/** Why a source failed and what to do, in one sentence that names it and no secret. Thread: any. */
final class Reasons {
    private Reasons() {}

    /** The sentence with the name of its source. */
    static CaptureException of(Location location, String sentence) {
        return new CaptureException(location.name() + ": " + sentence);
    }

    /** The same, for a source that another driver may read. */
    static UnsupportedSourceException unsupported(Location location, String sentence) {
        return new UnsupportedSourceException(location.name() + ": " + sentence);
    }

    static String unknownHost(String host) {
        return "there is no host " + host + "; check the name";
    }

    static String noAnswer() {
        return "no answer; check that the camera is on and reachable";
    }

    static String noAnswerTo(String method) {
        return "the camera does not answer " + method + "; restart it, or check that the port is one of RTSP";
    }

    static String noMedia(Duration timeout) {
        return "no media within " + seconds(timeout) + "; check that the camera is on and sends";
    }

    static String silent(Duration timeout) {
        return "sent nothing for " + seconds(timeout) + "; check the camera and the network";
    }

    static String lost() {
        return "the connection was lost; check the camera and the network";
    }

    static String ended() {
        return "the camera ended the stream; check whether it restarts, or has too many viewers";
    }

    static String closed() {
        return "closed while it was opened";
    }

    /** What a camera answered that is neither success nor redirection nor 401. */
    static String refused(String method, Response response) {
        var says = " (" + response.status() + " to " + method + ")";
        return switch (response.status()) {
            case 0 -> "what answers is no RTSP; check the port";
            case 403 -> "the camera refuses the user or password, or this user may not watch the stream" + says;
            case 404, 410 -> "the camera has no such stream; check the path" + says;
            case 453, 503 -> "the camera has no room for another viewer" + says + "; end one, or raise its limit";
            case 406, 415 ->
                "the camera offers nothing that can be taken here" + says + "; set it to H.264, and allow unicast";
            default -> "the camera refuses" + says + "; check the path and the settings of its RTSP server";
        };
    }

    /** The camera does not send over its connection. */
    static String onlyUdp(Response response) {
        return "the camera does not send over its connection (" + response.status()
                + " to SETUP); pull it with forceTcp=0, or with #transport=udp behind its URI";
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
