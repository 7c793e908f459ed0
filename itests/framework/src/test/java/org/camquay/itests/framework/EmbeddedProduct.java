// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.camquay.itests.harness.Api;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Workspace;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * The bundles and configurations of the built product in a framework within this VM, so that a test can stop, replace
 * and start them. One at a time per VM: native libraries belong to one class loader.
 */
final class EmbeddedProduct implements AutoCloseable {
    private static final List<String> FEATURES = List.of("platform", "camera", "rendezvous", "demo");
    private static final String OURS = "org.camquay.";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The start order of all that may start in any order. */
    private static final int UNORDERED = 10;

    private final List<Bundle> ours = new ArrayList<>();
    private final Framework framework;
    private final Path etc;
    private final Api api;

    private EmbeddedProduct(Framework framework, int port, Path etc) {
        this.framework = framework;
        this.etc = etc;
        this.api = new Api(URI.create("http://127.0.0.1:" + port + "/"));
    }

    /** The demo on a free port. Our bundles start in the order that {@code random} gives. */
    static EmbeddedProduct demo(Random random) throws IOException, BundleException {
        return demoWithout(List.of(), random);
    }

    /** The demo without the bundles whose names, behind the prefix of ours, begin so. */
    static EmbeddedProduct demoWithout(List<String> names, Random random) throws IOException, BundleException {
        int port = freePort();
        var etc = Workspace.temporary("etc");
        var orders = new TreeMap<String, Integer>();
        for (String name : FEATURES) {
            var feature = new ObjectMapper()
                    .readTree(Workspace.product()
                            .resolve("features/" + name + ".json")
                            .toFile());
            for (var bundle : feature.path("bundles")) {
                orders.put(
                        fileName(bundle.path("id").asText()),
                        bundle.path("start-order").asInt());
            }
            configure(etc, feature.path("configurations"));
        }
        orders.keySet().removeIf(file -> names.stream().anyMatch(name -> file.startsWith(OURS + name)));
        var framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(properties(etc, port));
        framework.start();
        var product = new EmbeddedProduct(framework, port, etc);
        product.install(orders);
        product.startOurs(random);
        return product;
    }

    /** Installs all and starts the platform, in the order the features say. */
    private void install(Map<String, Integer> orders) throws BundleException {
        var files = new ArrayList<>(orders.keySet());
        files.sort(Comparator.comparing(orders::get));
        var platform = new ArrayList<Bundle>();
        for (String file : files) {
            var bundle = framework
                    .getBundleContext()
                    .installBundle(Workspace.product()
                            .resolve("bundle")
                            .resolve(file)
                            .toUri()
                            .toString());
            if (orders.get(file) < UNORDERED) {
                platform.add(bundle);
            } else if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                ours.add(bundle);
            }
        }
        for (var bundle : platform) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (!fragment && !bundle.getSymbolicName().equals("org.apache.felix.gogo.shell")) {
                bundle.start();
            }
        }
    }

    private static int freePort() throws IOException {
        var loopback = InetAddress.getByName("127.0.0.1");
        while (true) {
            try (var tcp = new ServerSocket(0, 1, loopback);
                    var udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()))) {
                return udp.getLocalPort();
            } catch (java.net.BindException e) {
                // taken by somebody's UDP: the next one
            }
        }
    }

    private static void configure(Path etc, JsonNode configurations) throws IOException {
        for (var configuration : configurations.properties()) {
            var lines = new StringBuilder();
            for (var entry : configuration.getValue().properties()) {
                String value = entry.getValue().asText().replace("\\", "\\\\");
                lines.append(entry.getKey()).append(" = ").append(value).append('\n');
            }
            Files.writeString(etc.resolve(configuration.getKey() + ".cfg"), lines);
        }
    }

    private static Map<String, String> properties(Path etc, int port) throws IOException {
        var state = Files.createDirectories(etc.resolve("state"));
        var media = Files.createDirectories(etc.resolve("media"));
        var properties = new HashMap<String, String>();
        properties.put("camquay.port", "" + port);
        properties.put("camquay.media.bind", "127.0.0.1");
        properties.put("camquay.tokens", "false");
        properties.put("camquay.tls", "false");
        properties.put("camquay.tls.pin", "");
        properties.put("camquay.ice.tcp.port", "0");
        properties.put("camquay.media", media.toString());
        properties.put("camquay.state", state.toString());
        properties.put("camquay.etc", etc.toString());
        properties.forEach(System::setProperty); // configuration files refer to them
        properties.put("org.apache.felix.http.host", "127.0.0.1");
        properties.put("org.osgi.service.http.port", "" + port);
        properties.put("org.apache.felix.jetty.websocket.enable", "true");
        properties.put("org.osgi.framework.storage", state.resolve("framework").toString());
        properties.put("org.osgi.framework.storage.clean", "onFirstInit");
        properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        properties.put("felix.log.level", "1");
        properties.put("felix.fileinstall.dir", etc.toString());
        properties.put("felix.fileinstall.filter", ".*\\.(cfg|config|jar)");
        properties.put("felix.fileinstall.subdir.mode", "skip");
        properties.put("felix.fileinstall.tmpdir", state.resolve("fileinstall").toString());
        properties.put("felix.fileinstall.noInitialDelay", "true");
        properties.put("felix.fileinstall.disableNio2", "true");
        properties.put("felix.fileinstall.poll", "500");
        properties.put("felix.fileinstall.enableConfigSave", "false");
        return properties;
    }

    private static String fileName(String id) {
        String[] part = id.split(":");
        return part[1] + "-" + part[part.length - 1] + (part.length == 5 ? "-" + part[3] : "") + ".jar";
    }

    /** Starts ours and waits until all of it serves. */
    void startOurs(Random random) throws BundleException {
        for (var bundle : shuffled(random)) {
            bundle.start();
        }
        Await.value("health", PATIENCE, () -> api.get("/health").body(), body -> body.contains("\"UP\""));
    }

    void stopOurs(Random random) throws BundleException {
        for (var bundle : shuffled(random)) {
            bundle.stop();
        }
    }

    private List<Bundle> shuffled(Random random) {
        var order = new ArrayList<>(ours);
        if (random != null) {
            Collections.shuffle(order, random);
        }
        return order;
    }

    /** One of ours, by its name without the prefix. */
    Bundle bundle(String name) {
        return ours.stream()
                .filter(bundle -> bundle.getSymbolicName().equals(OURS + name))
                .findFirst()
                .orElseThrow();
    }

    /** Writes a configuration, which is taken up within a second or so. */
    void configure(String pid, String... lines) throws IOException {
        Files.writeString(etc.resolve(pid + ".cfg"), String.join("\n", lines) + "\n");
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Api api() {
        return api;
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
