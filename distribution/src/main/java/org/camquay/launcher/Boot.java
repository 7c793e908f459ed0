// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Makes a framework and fills it. */
final class Boot {
    private static final String SHELL = "org.apache.felix.gogo.shell";

    private Boot() {}

    static Framework create(Map<String, String> properties) throws BundleException {
        var framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no OSGi framework on the class path"))
                .newFramework(properties);
        framework.init();
        return framework;
    }

    /** Installs all, then starts all, in the order the features say, as long as the server is not {@code ending}. */
    static void start(Framework framework, Path folder, List<Feature> features, BooleanSupplier ending)
            throws BundleException {
        var files = new TreeMap<String, Integer>();
        features.forEach(f -> f.bundles().forEach(b -> files.merge(b.fileName(), b.startOrder(), Math::min)));
        var order = new ArrayList<>(files.entrySet());
        order.sort(Comparator.comparing(Map.Entry::getValue));
        var installed = new ArrayList<Bundle>();
        for (var entry : order) {
            if (ending.getAsBoolean()) {
                return;
            }
            var file = folder.resolve(entry.getKey());
            if (Files.notExists(file)) {
                throw new BundleException("a feature names bundle/" + entry.getKey() + ", which is not there");
            }
            installed.add(
                    framework.getBundleContext().installBundle(file.toUri().toString()));
        }
        framework.start();
        for (var bundle : installed) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (ending.getAsBoolean()) {
                return;
            }
            if (!fragment && !bundle.getSymbolicName().equals(SHELL)) {
                bundle.start();
            }
        }
    }

    /** The shell reads the terminal, so it comes last. */
    static void startShell(Framework framework) throws BundleException {
        for (var bundle : framework.getBundleContext().getBundles()) {
            if (SHELL.equals(bundle.getSymbolicName())) {
                bundle.start();
            }
        }
    }
}
