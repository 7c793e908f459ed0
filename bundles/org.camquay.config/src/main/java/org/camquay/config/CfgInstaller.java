// SPDX-License-Identifier: Apache-2.0
package org.camquay.config;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Felix FileInstall take files named {@code PID.cfg} as configurations, and {@code PID~NAME.cfg} as factory configurations in
 * the notation of OSGi Compendium 7 §104.6. FileInstall's own installer knows only {@code PID-NAME.cfg}, which is left to it, and no
 * secrets in files. Ranked above that one. A configuration whose secret is missing waits for it. Thread: any.
 */
@Component(service = ArtifactInstaller.class)
@ServiceRanking(100)
public final class CfgInstaller implements ArtifactInstaller {
    private static final Logger LOG = LoggerFactory.getLogger(CfgInstaller.class);
    private static final String SUFFIX = ".cfg";
    private static final long LOOK_SECONDS = 5;

    private final ConfigurationAdmin configurations;
    /** Files that refer to secrets, with the obstacle that was logged last; empty for none. */
    private final Map<File, String> referring = new ConcurrentHashMap<>();

    private ScheduledThreadPoolExecutor timer;

    /** Made by the framework; secrets can be put in from the first configuration on. */
    @Activate
    public CfgInstaller(
            @Reference(name = "configurations") ConfigurationAdmin configurations,
            @Reference(name = "secrets") SecretFiles secrets) {
        this.configurations = configurations;
    }

    @Deactivate
    synchronized void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    @Override
    public boolean canHandle(File file) {
        String name = file.getName();
        int tilde = name.indexOf('~');
        boolean factory = tilde > 0 && tilde < name.length() - SUFFIX.length() - 1;
        boolean single = tilde < 0 && name.indexOf('-') < 0 && name.length() > SUFFIX.length();
        return name.endsWith(SUFFIX) && (factory || single);
    }

    @Override
    public synchronized void install(File file) throws IOException {
        take(file);
    }

    /** Returns what is in the way, in words; empty if nothing is. */
    private String take(File file) throws IOException {
        var cfg = CfgFile.of(file.toPath());
        if (cfg.secrets().isEmpty()) {
            referring.remove(file);
        } else {
            referring.putIfAbsent(file, "");
            watch();
            try {
                cfg.requireSecrets();
            } catch (IOException e) {
                return e.getMessage();
            }
        }
        configuration(file).updateIfDifferent(cfg.values());
        return "";
    }

    @Override
    public void update(File file) throws IOException {
        install(file);
    }

    @Override
    public synchronized void uninstall(File file) throws IOException {
        referring.remove(file);
        configuration(file).delete();
    }

    private synchronized void watch() {
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, task -> {
                var thread = new Thread(task, "timer");
                thread.setDaemon(true);
                return thread;
            });
            timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /**
     * Takes up secrets that have changed or come. What is missing is logged from here: at the start, the log itself is not configured
     * yet when the files are read.
     */
    synchronized void look() {
        for (var file : referring.keySet()) {
            try {
                var obstacle = file.exists() ? take(file) : "";
                if (!obstacle.equals(referring.replace(file, obstacle)) && !obstacle.isEmpty()) {
                    LOG.error("configuration waits for a secret: {} ({})", file.getName(), obstacle);
                }
            } catch (IOException | RuntimeException | Error e) {
                // A periodic task that throws would not run again.
                LOG.warn("reading a configuration failed: {} ({})", file.getName(), e.toString());
            }
        }
    }

    private Configuration configuration(File file) throws IOException {
        String name = file.getName().substring(0, file.getName().length() - SUFFIX.length());
        int tilde = name.indexOf('~');
        return tilde < 0
                ? configurations.getConfiguration(name, "?")
                : configurations.getFactoryConfiguration(name.substring(0, tilde), name.substring(tilde + 1), "?");
    }
}
