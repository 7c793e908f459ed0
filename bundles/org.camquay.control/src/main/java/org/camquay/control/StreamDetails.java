// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.time.Duration;
import java.time.Instant;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.StreamEntry;
import org.camquay.api.control.StreamEntry.TrackEntry;
import org.camquay.api.media.AudioFormat;
import org.camquay.api.media.Codec;
import org.camquay.api.media.VideoFormat;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.Streams;
import org.camquay.api.stream.Track;

/** Finds a live stream and tells about it in the words of the commands. */
final class StreamDetails {
    private StreamDetails() {}

    /** The stream named by {@code id} or {@code localStreamName}. */
    static Stream chosen(Streams streams, CommandArguments arguments) throws CommandException {
        if (arguments.has("id") == arguments.has("localStreamName")) {
            throw new CommandException("give either parameter 'id' or parameter 'localStreamName'");
        }
        if (arguments.has("localStreamName")) {
            String name = arguments.text("localStreamName");
            return streams.find(name)
                    .orElseThrow(() -> new CommandException("there is no stream '" + name + "'; see listStreams"));
        }
        long id = arguments.number("id");
        return streams.list().stream()
                .filter(stream -> stream.id() == id)
                .findFirst()
                .orElseThrow(() -> new CommandException("there is no stream of id " + id + "; see listStreams"));
    }

    static StreamEntry of(Stream stream, Instant now) {
        return new StreamEntry(
                stream.id(),
                stream.name(),
                CaptureRequest.redacted(stream.uri()),
                stream.state().name(),
                stream.status(),
                Duration.between(stream.since(), now).toMillis() / 1000.0,
                stream.group(),
                stream.qualities().stream().map(Stream::name).toList(),
                stream.tracks().stream().map(StreamDetails::track).toList(),
                stream.unusedTracks());
    }

    private static TrackEntry track(Track track) {
        var format = track.format();
        var stats = track.stats();
        var video = format.filter(VideoFormat.class::isInstance).map(VideoFormat.class::cast);
        var audio = format.filter(AudioFormat.class::isInstance).map(AudioFormat.class::cast);
        return new TrackEntry(
                track.kind().toString(),
                format.map(f -> f.codec().mimeType()).orElse(""),
                format.map(f -> f.codec().sdpFmtpLine()).orElse(""),
                video.map(VideoFormat::width).orElse(0),
                video.map(VideoFormat::height).orElse(0),
                stats.frameRate() > 0
                        ? stats.frameRate()
                        : video.map(VideoFormat::frameRate).orElse(0.0),
                audio.map(AudioFormat::sampleRate).orElse(0),
                audio.map(AudioFormat::channels).orElse(0),
                track.muted(),
                video.map(VideoFormat::reordered).orElse(false),
                track.codecs().stream().map(Codec::mimeType).distinct().toList(),
                stats.frames(),
                stats.keyFrames(),
                stats.bytes(),
                stats.bitrate(),
                stats.readers());
    }
}
