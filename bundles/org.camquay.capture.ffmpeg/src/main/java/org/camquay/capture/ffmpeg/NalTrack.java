// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.util.List;
import java.util.Optional;
import org.camquay.api.media.Codec;
import org.camquay.api.media.EncodedFrame;
import org.camquay.api.media.MediaFrame;
import org.camquay.api.media.TrackFormat;
import org.camquay.api.media.VideoFormat;
import org.camquay.rtp.nal.NalSyntax;
import org.camquay.rtp.nal.PictureFormat;
import org.camquay.rtp.nal.PictureStream;

/** H.264 and H.265 as a {@link PictureStream} makes them of the container's packets. */
final class NalTrack implements TrackReader {
    private final NalSyntax syntax;
    private final Orientation orientation;
    private final PictureStream pictures;
    private final PictureAssembly assembly;
    private PictureFormat known;
    private VideoFormat format;

    NalTrack(NalSyntax syntax, ElementaryStream stream) {
        this.syntax = syntax;
        orientation = stream.orientation();
        var told = new PictureFormat("", stream.width(), stream.height(), stream.frameRate(), false);
        pictures = new PictureStream(syntax, stream.extradata(), told);
        assembly = new PictureAssembly(syntax, pictures.lengthSize());
    }

    @Override
    public Optional<TrackFormat> format() {
        var now = pictures.format().orElse(null);
        if (now != known) {
            known = now;
            var codec = syntax == NalSyntax.H264 ? Codec.h264(now.profileLevelId()) : Codec.video(Codec.H265);
            format = orientation.shown(new VideoFormat(
                    codec, now.width(), now.height(), now.frameRate(), now.reordered(), now.recovery(), 0, false));
        }
        return Optional.ofNullable(format);
    }

    @Override
    public boolean reordered() {
        return pictures.reordered();
    }

    @Override
    public String lack() {
        return switch (pictures.lack()) {
            case NOTHING -> "";
            case PARAMETER_SETS ->
                "the source sends pictures without parameter sets (SPS, PPS); let it send them with each key frame";
            case BEGINNING ->
                "the source sends pictures, but no key frame and no recovery point; set its key frame interval to 2 s";
        };
    }

    @Override
    public List<Packet> assemble(Packet packet) {
        return assembly.add(packet);
    }

    @Override
    public void inspect(Packet packet) {
        pictures.inspect(packet.data());
    }

    @Override
    public Optional<MediaFrame> read(Packet packet, long timestamp, long captureTime) {
        var picture = pictures.read(packet.data(), packet.pts());
        if (picture.isEmpty()) {
            return Optional.empty();
        }
        var type = picture.get().key() ? EncodedFrame.Type.KEY : EncodedFrame.Type.DELTA;
        return Optional.of(new EncodedFrame(
                type, timestamp, packet.duration(), captureTime, picture.get().data()));
    }
}
