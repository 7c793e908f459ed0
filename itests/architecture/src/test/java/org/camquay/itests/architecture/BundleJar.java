// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.camquay.itests.harness.Workspace;

/**
 * One built bundle of ours.
 *
 * @param name its symbolic name
 * @param headers of its manifest
 * @param classPackages where its classes lie
 * @param metatype its metatype resources by name
 */
record BundleJar(String name, Attributes headers, Set<String> classPackages, Map<String, String> metatype) {
    private static final String PREFIX = "org.camquay.";

    /** What the built product holds of ours. */
    static List<BundleJar> ofTheProduct() {
        try (var files = Files.list(Workspace.product().resolve("bundle"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .sorted()
                    .map(BundleJar::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BundleJar read(Path file) {
        try (var jar = new JarFile(file.toFile())) {
            var headers = jar.getManifest().getMainAttributes();
            var packages = new TreeSet<String>();
            var metatype = new TreeMap<String, String>();
            for (var entry : jar.stream().toList()) {
                String path = entry.getName();
                if (path.endsWith(".class") && !path.startsWith("META-INF/")) {
                    packages.add(path.substring(0, Math.max(0, path.lastIndexOf('/')))
                            .replace('/', '.'));
                } else if (path.startsWith("OSGI-INF/metatype/") && path.endsWith(".xml")) {
                    metatype.put(path, new String(jar.getInputStream(entry).readAllBytes()));
                }
            }
            return new BundleJar(
                    ManifestHeader.parse(headers.getValue("Bundle-SymbolicName"))
                            .get(0)
                            .name(),
                    headers,
                    packages,
                    metatype);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without our prefix, as the table writes it. */
    String shortName() {
        return name.substring(PREFIX.length());
    }

    boolean isLibrary() {
        return shortName().startsWith("lib.");
    }

    boolean isFragment() {
        return headers.getValue("Fragment-Host") != null;
    }

    List<ManifestHeader> imports() {
        return ManifestHeader.parse(headers.getValue("Import-Package"));
    }

    List<ManifestHeader> exports() {
        return ManifestHeader.parse(headers.getValue("Export-Package"));
    }

    /** The folder it is built from. */
    Path source() {
        return Workspace.root().resolve("bundles").resolve(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
