// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bundle has its page, of one form. */
class ReadmesTest {
    private static final int LONGEST = 40;
    private static final List<String> HEADINGS =
            List.of("Purpose", "Provides", "Uses", "Configuration", "Threads", "Try it");

    static Stream<BundleJar> bundles() {
        return BundleJar.ofTheProduct().stream();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void readme_ofBundle_hasTheFixedForm(BundleJar bundle) throws IOException {
        var lines = Files.readAllLines(bundle.source().resolve("README.md"));
        assertThat(lines).hasSizeLessThanOrEqualTo(LONGEST);
        assertThat(lines.get(0)).isEqualTo("# " + bundle.name());
        if (!bundle.isFragment()) {
            var headings = lines.stream()
                    .filter(line -> line.startsWith("## "))
                    .map(line -> line.substring(3))
                    .filter(heading -> !(bundle.isLibrary() && heading.equals("Licence")))
                    .toList();
            assertThat(headings).isEqualTo(HEADINGS);
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void configuration_inReadme_isThatOfTheMetatype(BundleJar bundle) throws IOException {
        if (bundle.isLibrary()) {
            return; // configured by properties of the VM
        }
        var section = ConfigurationSection.read(bundle.source().resolve("README.md"));
        var metatypes = Metatype.of(bundle);
        var pids = metatypes.stream().map(Metatype::pid).toList();
        assertThat(section.pids(bundle.name()))
                .as("PIDs in the README and in the metatype")
                .containsExactlyInAnyOrderElementsOf(pids);
        for (var documented : section.defaults().entrySet()) {
            var known = metatypes.stream()
                    .filter(metatype -> metatype.defaults().containsKey(documented.getKey()))
                    .map(metatype -> metatype.defaults().get(documented.getKey()))
                    .toList();
            assertThat(known)
                    .as("default of %s", documented.getKey())
                    .isNotEmpty()
                    .contains(documented.getValue());
        }
    }
}
