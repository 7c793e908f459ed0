// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.camquay.api.peer.NoSuchStreamException;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.Streams;

/** Which stream a peer gets in a room: only what the room shows. Pure but for the streams there are. */
final class ShownStreams {
    private ShownStreams() {}

    /**
     * The stream that a peer gets.
     *
     * @param asked by the peer, empty for the room's choice
     * @param room where the peer came
     * @param others all rooms of this device
     */
    static Stream choose(Streams streams, String asked, SignalingTarget room, Collection<SignalingTarget> others)
            throws NoSuchStreamException {
        if (asked.isEmpty()) {
            return own(streams, room).orElseThrow(() -> new NoSuchStreamException("this device has no stream yet"));
        }
        // The same words whether there is such a stream or not: strangers learn no names.
        if (!isShown(streams, asked, room, others)) {
            throw new NoSuchStreamException("the stream asked for is not shown in this room");
        }
        return streams.find(asked).orElseThrow(() -> new NoSuchStreamException("no stream is named " + asked));
    }

    private static Optional<Stream> own(Streams streams, SignalingTarget room) {
        if (isNamed(room)) {
            return room.streams().stream()
                    .filter(name -> !name.equals(SignalingTarget.ALL))
                    .flatMap(name -> streams.find(name).stream())
                    .findFirst();
        }
        return streams.find(room.name()).or(() -> streams.list().stream().findFirst());
    }

    /** Whether a room shows that stream, be it there or not. */
    static boolean isShown(Streams streams, String asked, SignalingTarget room, Collection<SignalingTarget> others) {
        if (room.streams().contains(asked) || !isNamed(room) && room.name().equals(asked)) {
            return true;
        }
        if (room.streams().contains(SignalingTarget.ALL)) {
            return others.stream()
                    .filter(other -> !other.name().equals(room.name()))
                    .noneMatch(other -> shows(streams, other, asked));
        }
        return shows(streams, room, asked)
                || !isNamed(room)
                        && own(streams, room)
                                .filter(stream -> stream.name().equals(asked))
                                .isPresent();
    }

    /** Whether that room says that it shows the stream: by a list, or by its name. */
    private static boolean shows(Streams streams, SignalingTarget room, String asked) {
        List<String> names = isNamed(room) ? room.streams() : List.of(room.name());
        return names.stream().anyMatch(name -> covers(streams, name, asked));
    }

    /** Whether that is the name, or the group, of what is asked for. */
    private static boolean covers(Streams streams, String name, String asked) {
        return name.equals(asked)
                || streams.find(asked)
                        .filter(stream -> group(stream).equals(name))
                        .isPresent();
    }

    /** A stream that fails is in none: its session will say what is wrong. */
    private static String group(Stream stream) {
        try {
            return stream.group();
        } catch (RuntimeException | LinkageError e) {
            return "";
        }
    }

    /** Whether streams are named one by one. */
    private static boolean isNamed(SignalingTarget room) {
        return room.streams().stream().anyMatch(name -> !name.equals(SignalingTarget.ALL));
    }
}
