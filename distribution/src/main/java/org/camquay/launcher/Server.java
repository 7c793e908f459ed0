// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/** Starts the framework with the features asked for, says when it is ready, and ends it. */
final class Server {
    private static final long STOP_MILLIS = 2_500;

    private final Options options;
    private final DemoFolder own;
    private final Path home = Path.of(System.getProperty("camquay.home"));
    private final boolean terminal = Boolean.getBoolean("camquay.terminal");
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean ending;
    private volatile Framework framework;
    private volatile Readiness watch;

    /** Makes the folder of a demo that has none yet. */
    Server(Options options) throws IOException {
        own = options.temporary() ? DemoFolder.make(Path.of(System.getProperty("java.io.tmpdir"))) : null;
        this.options = own == null ? options : options.in(own.path());
    }

    int run() throws IOException, UsageException, BundleException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "camquay-stop"));
        boolean ready;
        try {
            start();
            ready = watch.await(TimeUnit.SECONDS.toMillis(60), () -> ending);
        } finally {
            started.countDown();
        }
        if (!ready && !ending) {
            System.err.println("camquay: not ready: " + watch.reason());
            return 1;
        }
        if (ready) {
            System.out.println("Ready: " + watch.url() + (options.features().contains("demo") ? demoPage() : ""));
            System.out.flush();
        }
        if (ready && terminal) {
            Boot.startShell(framework);
        }
        framework.waitForStop(0);
        return 0;
    }

    /** Its link works as it stands: where tokens are asked, with a ticket behind the {@code #}. */
    private String demoPage() throws IOException, InterruptedException {
        if (!options.tokens()) {
            return "play/demo";
        }
        var made = watch.calls(AdminToken.below(options.etc()))
                .call("addToken", Map.of("roomID", "demo", "subject", "viewer of the demo"));
        return "play/demo#token=" + made.path("data").path("token").asText();
    }

    private void start() throws IOException, UsageException, BundleException {
        var any = InetAddress.getByAddress(new byte[4]);
        var media = options.mediaBind().isEmpty() ? any : InetAddress.getByName(options.mediaBind());
        int port = Ports.choose(options.port(), options.bind(), media);
        var features = new ArrayList<Feature>();
        features.add(Feature.read(home.resolve("features"), "platform"));
        for (String name : options.features()) {
            features.add(Feature.read(home.resolve("features"), name));
        }
        if (options.open()) {
            System.err.println("camquay: WARN --open: no tokens are asked (everybody who reaches "
                    + options.bind().getHostAddress() + " can watch and control this server)");
        }
        prepare(features);
        var pin = prepareTls();
        watch = new Readiness(options.bind(), port, pin); // who ends finds it where there is a framework
        framework = Boot.create(properties(port));
        Boot.start(framework, home.resolve("bundle"), features, () -> ending);
    }

    /** The file by which clients on this machine know the certificate; empty without TLS. */
    private Optional<Path> prepareTls() throws IOException, UsageException {
        if (!options.tls().on()) {
            return Optional.empty();
        }
        var pin = OwnTrust.file(options.etc());
        var shown = options.tls().prepare(pin.getParent(), options.bind());
        Files.createDirectories(pin.getParent());
        Files.writeString(pin, shown.pin() + "\n");
        System.out.println("Certificate: SHA-256 " + shown.fingerprint() + ", pin " + shown.pin());
        return Optional.of(pin);
    }

    private void prepare(List<Feature> features) throws IOException, UsageException {
        OwnFolder.secure(options.etc(), sentence -> System.err.println("camquay: " + sentence));
        Files.createDirectories(options.media());
        for (var feature : features) {
            for (var configuration : feature.configurations().entrySet()) {
                var file = options.etc().resolve(configuration.getKey() + ".cfg");
                if (Files.notExists(file)) {
                    Files.writeString(file, cfg(configuration.getValue()));
                }
            }
        }
    }

    private static String cfg(Map<String, String> values) {
        var text = new StringBuilder();
        values.forEach((key, value) -> text.append(key)
                .append(" = ")
                .append(value.replace("\\", "\\\\"))
                .append('\n'));
        return text.toString();
    }

    private Map<String, String> properties(int port) {
        var properties = new HashMap<String, String>();
        var state = options.etc().resolve("state");
        properties.put("camquay.port", "" + port);
        properties.put("camquay.media.bind", options.mediaBind());
        properties.put("camquay.bind", options.bind().getHostAddress());
        properties.put("camquay.tokens", "" + options.tokens());
        properties.put("camquay.admin.token", options.tokens() ? "" + AdminToken.file(options.etc()) : "");
        properties.put("camquay.demo.token", options.tokens() ? "" + state.resolve("access/demo.token") : "");
        properties.put("camquay.demo.token.reference", options.tokens() ? "state:access/demo.token" : "");
        properties.put("camquay.ice.tcp.port", "" + options.iceTcpPort());
        properties.put("camquay.datagram", options.datagram());
        properties.put("camquay.turn.port", "" + options.turnPort());
        properties.put("camquay.turn.urls", TurnAddress.urls(options.bind(), options.turnPort()));
        properties.put("camquay.turn.secret", TurnAddress.secret());
        properties.put("camquay.media", options.media().toString());
        properties.put("camquay.state", state.toString());
        properties.put("camquay.etc", options.etc().toString());
        properties.putAll(options.tls().properties(state.resolve("tls"), options.bind()));
        // Configuration files refer to these as ${camquay.port} and so on.
        properties.forEach(System::setProperty);
        properties.put("org.apache.felix.http.host", options.bind().getHostAddress());
        properties.put("org.osgi.service.http.port", "" + port);
        properties.putAll(options.tls().framework(port));
        properties.put("org.apache.felix.jetty.websocket.enable", "true");
        properties.put("org.apache.felix.http.jetty.acceptQueueSize", "1024"); // who connects behind a crowd gets in
        properties.put("org.osgi.framework.storage", state.resolve("framework").toString());
        properties.put("org.osgi.framework.storage.clean", "onFirstInit");
        properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        properties.put("felix.log.level", "1");
        properties.put("felix.fileinstall.dir", options.etc() + "," + home.resolve("drivers"));
        properties.put("felix.fileinstall.filter", ".*\\.(cfg|config|jar)");
        properties.put("felix.fileinstall.subdir.mode", "skip"); // state/ is no bundle
        properties.put("felix.fileinstall.tmpdir", state.resolve("fileinstall").toString());
        properties.put("felix.fileinstall.poll", "5000"); // each look costs as much as a picture
        properties.put("felix.fileinstall.noInitialDelay", "true");
        properties.put("felix.fileinstall.disableNio2", "true");
        properties.put("felix.fileinstall.enableConfigSave", "false");
        properties.put("felix.fileinstall.log.level", "2");
        properties.put("gosh.args", terminal ? "--quiet" : "--nointeractive");
        return properties;
    }

    private void stop() {
        ending = true;
        try {
            // A framework that is taken away while it is filled fails in as many ways as there are steps, and one that
            // is asked too.
            started.await(STOP_MILLIS, TimeUnit.MILLISECONDS);
            if (framework != null) {
                new Drain(framework.getBundleContext(), Duration.ofSeconds(options.drain())).run();
                framework.stop();
                framework.waitForStop(STOP_MILLIS);
            }
        } catch (BundleException e) {
            System.err.println("camquay: did not stop cleanly: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (own != null) {
                own.close();
            }
        }
    }
}
