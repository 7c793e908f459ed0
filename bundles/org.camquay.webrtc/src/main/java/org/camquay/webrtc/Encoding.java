// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc;

import java.util.ArrayList;
import java.util.List;
import org.camquay.api.media.Codec;
import org.camquay.sdp.RtpMap;

/**
 * A way to send a track: a codec of the track and how it is described.
 *
 * @param codec of the track
 * @param map with the payload type
 * @param fmtpLine as described, which for H.264 may differ from the codec's own
 * @param rtxPayloadType of its retransmissions (RFC 4588), -1 for none
 */
record Encoding(Codec codec, RtpMap map, String fmtpLine, int rtxPayloadType) {
    private static final int FIRST_H264 = 96;
    private static final int OPUS = 111;
    /** From the payload type of a picture to that of its retransmissions: beyond Opus. */
    private static final int TO_RTX = 16;

    private static final Codec CONSTRAINED_BASELINE = Codec.h264("42e01f");

    /**
     * How a track with these codecs is offered. H.264 stands there with the source's profile, and again as constrained
     * baseline: browsers decode higher profiles than they say, and refuse those they do not know by name.
     */
    static List<Encoding> offered(List<Codec> codecs) {
        var encodings = new ArrayList<Encoding>();
        int h264 = FIRST_H264;
        for (var codec : codecs) {
            if (codec.is(Codec.H264)) {
                encodings.add(h264(h264++, codec, codec.sdpFmtpLine()));
            } else if (TrackRegistry.carries(codec)) {
                encodings.add(new Encoding(codec, map(payloadType(codec), codec), codec.sdpFmtpLine(), -1));
            }
        }
        addConstrainedBaseline(encodings, codecs, h264);
        return encodings;
    }

    private static void addConstrainedBaseline(List<Encoding> encodings, List<Codec> codecs, int payloadType) {
        String line = CONSTRAINED_BASELINE.sdpFmtpLine();
        boolean there = encodings.stream().anyMatch(e -> e.fmtpLine().equals(line));
        if (!there) {
            codecs.stream()
                    .filter(c -> c.is(Codec.H264))
                    .findFirst()
                    .ifPresent(codec -> encodings.add(h264(payloadType, codec, line)));
        }
    }

    private static Encoding h264(int payloadType, Codec codec, String fmtpLine) {
        return new Encoding(codec, map(payloadType, codec), fmtpLine, payloadType + TO_RTX);
    }

    private static int payloadType(Codec codec) {
        if (codec.is(Codec.PCMU)) {
            return 0;
        }
        return codec.is(Codec.PCMA) ? 8 : OPUS;
    }

    private static RtpMap map(int payloadType, Codec codec) {
        return new RtpMap(payloadType, codec.name(), codec.clockRate(), Math.max(1, codec.channels()));
    }

    Encoding withRtx(int payloadType) {
        return new Encoding(codec, map, fmtpLine, payloadType);
    }

    int payloadType() {
        return map.payloadType();
    }
}
