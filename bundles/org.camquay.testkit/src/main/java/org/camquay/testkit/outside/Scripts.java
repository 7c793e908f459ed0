// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.outside;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The scripts beside these classes, written out where programs can run them. Thread: any. */
final class Scripts {
    private Scripts() {}

    /** Writes the named files of a folder of resources into a folder. */
    static void write(String resources, Path folder, String... names) throws IOException {
        for (String name : names) {
            try (var resource = Scripts.class.getResourceAsStream(resources + "/" + name)) {
                if (resource == null) {
                    throw new FileNotFoundException(resources + "/" + name);
                }
                Files.write(folder.resolve(name), resource.readAllBytes());
            }
        }
    }
}
