// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.camquay.api.control.CommandException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored intents, the numbers they are known by, and who this device is. Thread: any. */
@Component(service = Intents.class)
@Designate(ocd = Intents.Config.class)
public final class Intents {
    private static final Logger LOG = LoggerFactory.getLogger(Intents.class);

    /** Where the intents are kept. */
    @ObjectClassDefinition(name = "Stored intents")
    public @interface Config {
        /** File of the intents; a relative one is below the folder of system property {@code camquay.etc}. */
        String stateFile() default "state/intents.json";
    }

    private final IntentFile file;
    private StoredIntents stored;
    private long lastConfigId;

    @Activate
    public Intents(Config config) {
        this(Path.of(System.getProperty("camquay.etc", "")).resolve(config.stateFile()));
    }

    Intents(Path path) {
        file = new IntentFile(path);
        stored = file.read();
        lastConfigId = stored.lastConfigId();
        if (stored.device() == null) {
            stored = new StoredIntents(UUID.randomUUID(), lastConfigId, stored.pull(), stored.webrtc());
            try {
                file.write(stored);
            } catch (IOException e) {
                LOG.error("writing intents failed: {} ({}; they end with this run)", file.path(), e.toString());
            }
        }
    }

    /** This device's instance; the same after a restart. */
    synchronized UUID device() {
        return stored.device();
    }

    /** A number never given before, from 1. */
    synchronized long nextConfigId() {
        return ++lastConfigId;
    }

    synchronized List<PullIntent> pulls() {
        return stored.pull();
    }

    synchronized List<WebRtcIntent> rooms() {
        return stored.webrtc();
    }

    synchronized void put(PullIntent intent) throws CommandException {
        var list = new ArrayList<>(stored.pull());
        list.removeIf(i -> i.configId() == intent.configId());
        list.add(intent);
        save(list, stored.webrtc());
    }

    synchronized void put(WebRtcIntent intent) throws CommandException {
        var list = new ArrayList<>(stored.webrtc());
        list.removeIf(i -> i.configId() == intent.configId());
        list.add(intent);
        save(stored.pull(), list);
    }

    /** Forgets an intent; nothing happens when there is none of that number. */
    synchronized void remove(long configId) throws CommandException {
        var pull = stored.pull().stream().filter(i -> i.configId() != configId).toList();
        var rooms =
                stored.webrtc().stream().filter(i -> i.configId() != configId).toList();
        if (pull.size() + rooms.size() < stored.pull().size() + stored.webrtc().size()) {
            save(pull, rooms);
        }
    }

    private void save(List<PullIntent> pull, List<WebRtcIntent> webrtc) throws CommandException {
        var next = new StoredIntents(stored.device(), lastConfigId, pull, webrtc);
        try {
            file.write(next);
        } catch (IOException e) {
            throw new CommandException(file.path() + " cannot be written (" + e + ")");
        }
        stored = next;
    }
}
