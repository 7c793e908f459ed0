// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.media;

import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.rtp.nal.Lack;
import org.camquay.rtp.nal.NalSyntax;
import org.camquay.rtp.nal.PictureFormat;
import org.camquay.rtp.nal.PictureStream;

/** H.264 and H.265 as a {@link PictureStream} makes them of the camera's access units. Only on one thread. */
final class PictureReader implements FrameReader {
    private final NalSyntax syntax;
    private final PictureStream pictures;
    private PictureFormat known;
    private VideoFormat format;
    private boolean came;

    /** @param sets the parameter sets of the description, as a byte stream */
    PictureReader(NalSyntax syntax, byte[] sets, double frameRate) {
        this.syntax = syntax;
        pictures = new PictureStream(syntax, sets, new PictureFormat("", 0, 0, frameRate, false));
    }

    @Override
    public Optional<TrackFormat> format() {
        var now = pictures.format().orElse(null);
        if (now != known) {
            known = now;
            var codec = syntax == NalSyntax.H264 ? Codec.h264(now.profileLevelId()) : Codec.video(Codec.H265);
            format = new VideoFormat(
                    codec, now.width(), now.height(), now.frameRate(), now.reordered(), now.recovery(), 0, false);
        }
        return Optional.ofNullable(format);
    }

    @Override
    public Optional<MediaFrame> read(byte[] bytes, long micros, long duration, long captured) {
        came = true;
        var picture = pictures.read(bytes, micros);
        return picture.map(each -> new EncodedFrame(
                each.key() ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA, micros, duration, captured, each.data()));
    }

    @Override
    public String missing() {
        if (!came) {
            return pictures.lack() == Lack.NOTHING ? "" : "no picture came";
        }
        return switch (pictures.lack()) {
            case NOTHING -> "";
            case PARAMETER_SETS ->
                "the camera sends pictures without parameter sets (SPS, PPS); let it send them with each key frame";
            case BEGINNING ->
                "the camera sends pictures, but no key frame and no recovery point; set its key frame interval to 2 s";
        };
    }
}
