// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.IntentStatus;
import org.camquay.api.control.WebRtcConfig;
import org.camquay.api.signaling.Registration;
import org.camquay.api.signaling.SignalingException;
import org.camquay.api.signaling.SignalingGateway;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the will to wait in rooms into registrations: the stored one at start, that of commands and configuration files
 * as it comes. When this component goes, the registrations stay, and its successor adopts them. Thread: any.
 */
// Immediate: what is stored must be applied even when no face asks for a command.
@Component(service = WebRtcIntents.class, immediate = true)
public final class WebRtcIntents {
    private static final Logger LOG = LoggerFactory.getLogger(WebRtcIntents.class);
    private static final int OPERATION_WEBRTC = 9;

    private final SignalingGateway gateway;
    private final Intents store;
    private final Map<Long, Live> live = new LinkedHashMap<>();

    /**
     * An intent in force.
     *
     * @param file the configuration file it stands in, empty when a command brought it
     * @param registration or null when it could not be applied or was stopped
     * @param failure why there is none
     */
    private record Live(WebRtcIntent intent, String file, Registration registration, String failure, Instant since) {
        /** Whether the server refused it for good, so that it waits to be given anew. */
        boolean isRefused() {
            return registration != null && registration.state() == Registration.State.REFUSED;
        }
    }

    @Activate
    public WebRtcIntents(
            @Reference(name = "gateway") SignalingGateway gateway, @Reference(name = "store") Intents store) {
        this.gateway = gateway;
        this.store = store;
        store.rooms().forEach(intent -> apply(intent, ""));
    }

    long nextConfigId() {
        return store.nextConfigId();
    }

    /** Waits in the room a command names, and stores that if it is to be kept. */
    synchronized WebRtcConfig start(WebRtcIntent intent) throws CommandException {
        for (var entry : live.values()) {
            if (entry.intent().sameRoom(intent) && entry.registration() != null && !entry.isRefused()) {
                throw new CommandException("Unable to start WebRTC: configuration "
                        + entry.intent().configId() + " waits in " + intent + " already");
            }
        }
        if (intent.keepAlive()) {
            store.put(intent);
        }
        try {
            var entry = new Live(intent, "", gateway.join(intent.target(store.device())), "", Instant.now());
            replaceRefused(intent);
            live.put(intent.configId(), entry);
            return config(entry);
        } catch (SignalingException e) {
            store.remove(intent.configId());
            throw new CommandException("Unable to start WebRTC: " + e.getMessage());
        }
    }

    /** What stood for the room before, and was refused; its registration has begun again, and its viewers stay. */
    private void replaceRefused(WebRtcIntent intent) throws CommandException {
        for (var entry : List.copyOf(live.values())) {
            if (entry.intent().sameRoom(intent) && entry.registration() != null) {
                live.remove(entry.intent().configId());
                if (entry.file().isEmpty()) {
                    store.remove(entry.intent().configId());
                }
            }
        }
    }

    /** Leaves every room that matches, for good, and returns what they were. */
    synchronized List<WebRtcConfig> stop(Predicate<WebRtcIntent> matching) throws CommandException {
        var stopped = new ArrayList<WebRtcConfig>();
        for (var entry : List.copyOf(live.values())) {
            if (!matching.test(entry.intent()) || entry.registration() == null) {
                continue;
            }
            stopped.add(config(entry));
            if (entry.file().isEmpty()) {
                store.remove(entry.intent().configId());
                withdrawn(entry.intent().configId());
            } else {
                entry.registration().leave();
                String why = "Stopped until the next start; delete the file to keep it so.";
                live.put(entry.intent().configId(), new Live(entry.intent(), entry.file(), null, why, Instant.now()));
            }
        }
        return stopped;
    }

    /** Puts in force what a configuration file says, in place of what it said before. */
    synchronized void written(WebRtcIntent intent, String file) {
        var before = live.get(intent.configId());
        if (before != null && before.registration() != null) {
            if (before.intent().sameWill(intent) && !before.isRefused()) {
                return;
            }
            // One that was refused begins again with what the file says now, and its viewers stay.
            if (!before.isRefused() || !before.intent().sameRoom(intent)) {
                before.registration().leave();
            }
        }
        apply(intent, file);
    }

    /** A configuration file is gone. */
    synchronized void withdrawn(long configId) {
        var entry = live.remove(configId);
        if (entry != null && entry.registration() != null) {
            entry.registration().leave();
        }
    }

    /** Forgets an intent and leaves its room; empty when there is none of that number. */
    synchronized Optional<WebRtcConfig> remove(long configId) throws CommandException {
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

    synchronized List<WebRtcConfig> list() {
        return live.values().stream().map(WebRtcIntents::config).toList();
    }

    private void apply(WebRtcIntent intent, String file) {
        var registration = adopted(intent);
        String failure = "";
        if (registration == null) {
            try {
                registration = gateway.join(intent.target(store.device()));
            } catch (SignalingException e) {
                failure = e.getMessage();
                LOG.error(
                        "joining a room failed: {} ({})",
                        file.isEmpty() ? "stored room " + intent.configId() : file,
                        failure);
            }
        }
        live.put(intent.configId(), new Live(intent, file, registration, failure, Instant.now()));
    }

    /** The registration of a predecessor of this component, unless another intent has it already. */
    private Registration adopted(WebRtcIntent intent) {
        var target = intent.target(store.device());
        return gateway.list().stream()
                .filter(r -> r.target().equals(target))
                .filter(r -> live.values().stream().noneMatch(entry -> entry.registration() == r))
                .findFirst()
                .orElse(null);
    }

    private static WebRtcConfig config(Live entry) {
        var intent = entry.intent();
        return new WebRtcConfig(
                intent.configId(),
                intent.ers(),
                intent.ersip(),
                intent.ersport(),
                intent.ersOverSsl(),
                intent.shownUrl(),
                intent.roomid(),
                intent.streams(),
                intent.keepAlive(),
                OPERATION_WEBRTC,
                status(entry));
    }

    private static IntentStatus status(Live entry) {
        String origin = entry.file().isEmpty() ? "" : " (from " + entry.file() + ")";
        var registration = entry.registration();
        if (registration == null) {
            return new IntentStatus(
                    "Disconnected", entry.failure() + origin, entry.since().toString());
        }
        String code = switch (registration.state()) {
            case CONNECTING -> "Connecting";
            case REGISTERED -> "Connected";
            case REFUSED -> "Refused";
            case WAITING, LEFT -> "Disconnected";
        };
        return new IntentStatus(
                code, registration.status() + origin, registration.since().toString());
    }
}
