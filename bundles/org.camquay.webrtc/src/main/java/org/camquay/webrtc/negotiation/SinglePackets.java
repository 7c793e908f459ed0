// SPDX-License-Identifier: Apache-2.0
package org.camquay.webrtc.negotiation;

import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.FrameReader;
import org.camquay.api.stream.Track;
import org.camquay.rtp.payload.RtpPacketizer;

/** Tries whether a track's frames fit packets without being cut, on those since its last key frame. Thread: any. */
final class SinglePackets implements FrameReader {
    private final RtpPacketizer packetizer;
    private boolean seen;
    private boolean fit = true;

    private SinglePackets(RtpPacketizer packetizer) {
        this.packetizer = packetizer;
    }

    /** Whether they do; not so if there are none yet, or if they are to be converted first. */
    static boolean fit(Track track, Encoding encoding) {
        boolean passes = track.format()
                .filter(format -> format.codec().is(encoding.codec().mimeType()))
                .filter(format -> !(format instanceof VideoFormat video && !video.playable()))
                .isPresent();
        if (!passes) {
            return false;
        }
        var trial = new SinglePackets(encoding.format().packetizer().apply(encoding.fmtpLine()));
        track.addReader(trial).close();
        return trial.seen && trial.fit;
    }

    @Override
    public void onFormat(TrackFormat format) {}

    @Override
    public void onFrame(EncodedFrame frame) {
        seen = true;
        fit = fit && !packetizer.packetize(frame.data()).isEmpty();
    }
}
