// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamRequest;
import org.camquay.api.stream.StreamState;
import org.camquay.api.stream.Streams;
import org.camquay.api.stream.Track;

/** Streams without media. */
final class FakeStreams implements Streams {
    final Set<String> schemes = new TreeSet<>(Set.of("rtsp", "test"));
    final List<StreamRequest> pulled = new ArrayList<>();
    private final Map<String, Stream> live = new LinkedHashMap<>();
    private long ids;

    @Override
    public Stream pull(StreamRequest request) throws CaptureException {
        if (live.containsKey(request.name())) {
            throw new CaptureException("stream name '" + request.name() + "' is taken");
        }
        pulled.add(request);
        var stream = new FakeStream(request, ++ids, Instant.now());
        live.put(request.name(), stream);
        return stream;
    }

    @Override
    public Optional<Stream> find(String name) {
        return Optional.ofNullable(live.get(name));
    }

    @Override
    public List<Stream> list() {
        return List.copyOf(live.values());
    }

    @Override
    public boolean shutdown(String name) {
        return live.remove(name) != null;
    }

    @Override
    public Set<String> schemes() {
        return schemes;
    }

    private record FakeStream(StreamRequest request, long id, Instant since) implements Stream {
        @Override
        public String name() {
            return request.name();
        }

        @Override
        public String group() {
            return request.group();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public StreamState state() {
            return StreamState.LIVE;
        }

        @Override
        public String status() {
            return "Live.";
        }

        @Override
        public List<Track> tracks() {
            return List.of();
        }

        @Override
        public CompletionStage<List<Track>> open() {
            return CompletableFuture.completedFuture(List.of());
        }
    }
}
