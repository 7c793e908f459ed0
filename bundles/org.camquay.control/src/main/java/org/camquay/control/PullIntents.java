// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.IntentStatus;
import org.camquay.api.control.PullConfig;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.Streams;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the will to have streams into streams: the stored one at start, that of commands and configuration files as it
 * comes. When this component goes, the streams stay, and its successor adopts them. Thread: any.
 */
// Immediate: what is stored must be applied even when no face asks for a command.
@Component(service = PullIntents.class, immediate = true)
public final class PullIntents {
    private static final Logger LOG = LoggerFactory.getLogger(PullIntents.class);
    private static final int OPERATION_PULL = 1;

    private final Streams streams;
    private final Intents store;
    private final Map<Long, Live> live = new LinkedHashMap<>();

    /**
     * An intent in force.
     *
     * @param file the configuration file it stands in, empty when a command brought it
     * @param failure why it could not be applied, empty when it could
     */
    private record Live(PullIntent intent, String file, String failure, Instant since) {}

    @Activate
    public PullIntents(@Reference(name = "streams") Streams streams, @Reference(name = "store") Intents store) {
        this.streams = streams;
        this.store = store;
        store.pulls().forEach(intent -> apply(intent, ""));
    }

    long nextConfigId() {
        return store.nextConfigId();
    }

    /** Pulls what a command asks for, and stores it if it is to be kept. */
    synchronized PullConfig add(PullIntent intent) throws CommandException {
        requireFree(intent.localStreamName());
        if (intent.keepAlive()) {
            store.put(intent);
        }
        try {
            streams.pull(intent.request());
        } catch (CaptureException e) {
            store.remove(intent.configId());
            throw new CommandException(e.getMessage());
        }
        var entry = new Live(intent, "", "", Instant.now());
        live.put(intent.configId(), entry);
        return config(entry);
    }

    /** Puts in force what a configuration file says, in place of what it said before. */
    synchronized void written(PullIntent intent, String file) {
        var before = live.get(intent.configId());
        if (before != null && before.failure().isEmpty()) {
            if (before.intent().sameWill(intent)) {
                return;
            }
            streams.shutdown(before.intent().localStreamName());
        }
        apply(intent, file);
    }

    /** A configuration file is gone. */
    synchronized void withdrawn(long configId) {
        var entry = live.remove(configId);
        if (entry != null && entry.failure().isEmpty()) {
            streams.shutdown(entry.intent().localStreamName());
        }
    }

    /** Forgets an intent and ends its stream; empty when there is none of that number. */
    synchronized Optional<PullConfig> remove(long configId) throws CommandException {
        var entry = live.get(configId);
        if (entry == null) {
            return Optional.empty();
        }
        if (!entry.file().isEmpty()) {
            throw new CommandException(
                    "configuration " + configId + " stands in a file: delete " + entry.file() + " to remove it");
        }
        var config = config(entry);
        store.remove(configId);
        withdrawn(configId);
        return Optional.of(config);
    }

    /** A stream was shut down for good: its intent goes too. Returns the file that brings it back, if there is one. */
    synchronized Optional<String> forget(String streamName) throws CommandException {
        for (var entry : List.copyOf(live.values())) {
            if (!entry.intent().localStreamName().equals(streamName)) {
                continue;
            }
            if (!entry.file().isEmpty()) {
                return Optional.of(entry.file());
            }
            store.remove(entry.intent().configId());
            live.remove(entry.intent().configId());
        }
        return Optional.empty();
    }

    synchronized List<PullConfig> list() {
        dropEnded();
        return live.values().stream().map(this::config).toList();
    }

    private void apply(PullIntent intent, String file) {
        String failure = "";
        boolean othersName = live.values().stream()
                .anyMatch(entry -> entry.intent().configId() != intent.configId()
                        && entry.intent().localStreamName().equals(intent.localStreamName()));
        // A stream of that name and source is a predecessor's of this component: it is adopted.
        if (othersName || stream(intent).isEmpty()) {
            try {
                streams.pull(intent.request());
            } catch (CaptureException e) {
                failure = e.getMessage();
                LOG.error(
                        "pulling a stream failed: {} ({})",
                        file.isEmpty() ? "stored pull " + intent.configId() : file,
                        failure);
            }
        }
        live.put(intent.configId(), new Live(intent, file, failure, Instant.now()));
    }

    private void requireFree(String name) throws CommandException {
        dropEnded();
        if (streams.find(name).isPresent()) {
            throw new CommandException("the name '" + name
                    + "' is taken by a live stream: use another, or shutdownStream" + " localStreamName=" + name);
        }
        for (var entry : live.values()) {
            if (entry.intent().localStreamName().equals(name)) {
                long id = entry.intent().configId();
                throw new CommandException("the name '" + name + "' is taken by configuration " + id
                        + ": use another, or removeConfig id=" + id);
            }
        }
    }

    /** A stream that is not kept alive takes its intent with it. */
    private void dropEnded() {
        live.values()
                .removeIf(entry -> entry.file().isEmpty()
                        && !entry.intent().keepAlive()
                        && stream(entry.intent()).isEmpty());
    }

    private Optional<Stream> stream(PullIntent intent) {
        return streams.find(intent.localStreamName())
                .filter(stream -> stream.uri().toString().equals(intent.uri()));
    }

    private PullConfig config(Live entry) {
        var intent = entry.intent();
        return new PullConfig(
                intent.configId(),
                intent.shownUri(),
                intent.localStreamName(),
                intent.keepAlive(),
                intent.forceTcp(),
                intent.lazy(),
                intent.group(),
                OPERATION_PULL,
                status(entry));
    }

    private IntentStatus status(Live entry) {
        String origin = entry.file().isEmpty() ? "" : " (from " + entry.file() + ")";
        var stream = entry.failure().isEmpty() ? stream(entry.intent()) : Optional.<Stream>empty();
        if (stream.isEmpty()) {
            String why = entry.failure().isEmpty() ? "The stream was shut down." : entry.failure();
            return new IntentStatus("Disconnected", why + origin, entry.since().toString());
        }
        String code = switch (stream.get().state()) {
            case LIVE -> "Streaming";
            case CONNECTING -> "Connecting";
            case IDLE -> "WaitForStream";
            case WAITING, CLOSED -> "Disconnected";
        };
        return new IntentStatus(
                code, stream.get().status() + origin, stream.get().since().toString());
    }
}
