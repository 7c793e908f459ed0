// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.cameras;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.camquay.itests.cameras.Site.Driver;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.TestCertificate;
import org.camquay.testkit.outside.Clips;
import org.camquay.testkit.outside.OddCameras;

/** Cameras that are all watched at the same time, through each driver. The clock of a test is what the good camera sends. */
final class Scene implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Map<Driver, Site> sites = new EnumMap<>(Driver.class);
    private final Map<Driver, Map<Habit, Watched>> watched = new EnumMap<>(Driver.class);
    private final Map<String, Clip> clips = new HashMap<>();
    private final OddCameras cameras;

    /** Starts the cameras and pulls each of them through each of the drivers. */
    Scene(List<Habit> habits, Driver... drivers) throws Exception {
        var names = new TreeSet<String>(List.of("tone.aac"));
        habits.forEach(habit -> names.addAll(habit.clips()));
        var folder = Clips.make(Workspace.target("clips"), names.toArray(String[]::new));
        for (String name : names) {
            if (!name.endsWith("aac")) {
                clips.put(name, new Clip(folder.resolve(name)));
            }
        }
        cameras = new OddCameras(folder, "tls=" + certificate());
        for (var driver : drivers) {
            var site = new Site(driver, folder);
            sites.put(driver, site);
            var streams = new HashMap<Habit, Watched>();
            watched.put(driver, streams);
            for (var habit : habits) {
                streams.put(habit, site.watch("cam" + streams.size(), uri(habit), !habit.is(Habit.Trait.UDP)));
            }
        }
    }

    private static Path certificate() throws Exception {
        var folder = Workspace.temporary("certificate");
        var made = TestCertificate.make(folder, "EC", "127.0.0.1");
        var both = folder.resolve("both.pem");
        Files.writeString(both, made.keyPem() + made.certificatePem());
        return both;
    }

    private java.net.URI uri(Habit habit) {
        if (habit.is(Habit.Trait.TLS)) {
            return cameras.secure(habit.words());
        }
        return habit.is(Habit.Trait.LOGIN) ? cameras.uriWithLogin(habit.words()) : cameras.uri(habit.words());
    }

    Watched of(Driver driver, Habit habit) {
        return watched.get(driver).get(habit);
    }

    Clip clip(String name) {
        return clips.get(name);
    }

    /** Waits until each camera has been seen, or for so many seconds of the good one. */
    void begin(double seconds) {
        for (var streams : watched.values()) {
            var good = streams.get(Habits.GOOD);
            Await.until(
                    "the cameras are seen",
                    PATIENCE,
                    () -> streams.values().stream()
                                    .allMatch(stream -> stream.picture().count() > 0)
                            || good.picture().count() > seconds * Habits.GOOD.rate());
        }
    }

    /** Waits for so many more seconds of the good camera, through each driver; returns when it began, in microseconds. */
    long goOn(double seconds) {
        long begin = Recorder.now();
        for (var streams : watched.values()) {
            var good = streams.get(Habits.GOOD).picture();
            int before = good.count();
            Await.until(
                    seconds + " s of the good camera",
                    PATIENCE,
                    () -> good.count() - before > seconds * Habits.GOOD.rate());
        }
        return begin;
    }

    @Override
    public void close() throws IOException {
        cameras.close();
        for (var site : sites.values()) {
            try {
                site.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
