// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the manifest of every bundle of ours. */
class ManifestsTest {
    private static final Set<String> BANNED = Set.of("impl", "internal");

    static Stream<BundleJar> bundles() {
        return BundleJar.ofTheProduct().stream().filter(bundle -> !bundle.isLibrary());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void wiring_isByImportOnly(BundleJar bundle) {
        assertThat(bundle.headers().getValue("Require-Bundle")).isNull();
        assertThat(bundle.headers().getValue("DynamicImport-Package")).isNull();
        assertThat(bundle.imports())
                .noneMatch(imported -> "optional".equals(imported.attributes().get("resolution:")));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void packages_lieInTheTreeOfTheSymbolicName(BundleJar bundle) {
        assertThat(bundle.classPackages())
                .isNotEmpty()
                .allMatch(name -> owner(name).equals(bundle.name()));
        assertThat(bundle.exports()).extracting(ManifestHeader::name).isSubsetOf(bundle.classPackages());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void packages_haveTellingNames(BundleJar bundle) {
        assertThat(bundle.classPackages())
                .noneMatch(name -> Stream.of(name.split("\\.")).anyMatch(BANNED::contains));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void exports_haveVersions(BundleJar bundle) {
        assertThat(bundle.exports()).allMatch(exported -> exported.attributes().containsKey("version"));
    }

    @Test
    void packages_areInOneBundleOnly() {
        var owners = new HashMap<String, String>();
        for (var bundle : BundleJar.ofTheProduct()) {
            for (String name : bundle.classPackages()) {
                assertThat(owners.put(name, bundle.name()))
                        .as("another bundle with package %s than %s", name, bundle)
                        .isNull();
            }
        }
    }

    /** The bundle of the longest name that the package's name begins with. */
    private static String owner(String packageName) {
        List<String> names = BundleJar.ofTheProduct().stream()
                .map(BundleJar::name)
                .filter(name -> (packageName + ".").startsWith(name + "."))
                .toList();
        return names.stream()
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .orElse("nobody");
    }
}
