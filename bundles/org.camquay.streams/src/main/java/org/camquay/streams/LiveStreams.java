// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamRequest;

/** The streams there are, and the groups they form, by their names. Thread: any. */
final class LiveStreams {
    private final Core core;
    private final Map<String, LiveStream> streams = new LinkedHashMap<>();
    private final Map<String, StreamGroup> groups = new LinkedHashMap<>();
    private long lastId;
    private boolean closed;

    LiveStreams(Core core) {
        this.core = core;
    }

    /** Makes one, not started yet. */
    synchronized LiveStream add(StreamRequest request) throws CaptureException {
        if (closed) {
            throw new CaptureException("stream '" + request.name() + "': shutting down");
        }
        if (find(request.name()).isPresent()) {
            throw new CaptureException(
                    "the stream name '" + request.name() + "' is taken; shut that stream down or choose another");
        }
        if (streams.containsKey(request.group())) {
            throw new CaptureException("the group name '" + request.group()
                    + "' is a stream's: shut that stream down or choose another; each stream of a group has a name of"
                    + " its own");
        }
        var stream = new LiveStream(request, ++lastId, core, this::forget);
        streams.put(request.name(), stream);
        if (!request.group().isEmpty()) {
            groups.computeIfAbsent(request.group(), name -> new StreamGroup(name, ++lastId, core))
                    .join(stream);
        }
        return stream;
    }

    private synchronized void forget(LiveStream stream) {
        if (!streams.remove(stream.name(), stream) || stream.group().isEmpty()) {
            return;
        }
        var group = groups.get(stream.group());
        group.leave(stream);
        if (group.ended()) {
            groups.remove(group.name());
        }
    }

    synchronized Optional<Stream> find(String name) {
        return Optional.<Stream>ofNullable(streams.get(name)).or(() -> Optional.ofNullable(groups.get(name)));
    }

    /** The one of that name, or all of the group of that name. */
    synchronized List<LiveStream> named(String name) {
        var group = groups.get(name);
        return group != null
                ? group.members()
                : Optional.ofNullable(streams.get(name)).stream().toList();
    }

    /** Streams in the order they came, and a group before the first of its streams. */
    synchronized List<Stream> list() {
        var all = new LinkedHashSet<Stream>();
        for (LiveStream stream : streams.values()) {
            var group = groups.get(stream.group());
            if (group != null) {
                all.add(group);
            }
            all.add(stream);
        }
        return new ArrayList<>(all);
    }

    synchronized List<LiveStream> all() {
        return List.copyOf(streams.values());
    }

    /** There will be no more. */
    synchronized void close() {
        closed = true;
    }
}
