// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.camquay.tls.Pin;

/** The pin of the certificate in force, where clients on this machine read it. Thread: any. */
final class PinFile {
    private PinFile() {}

    /** Writes it whole or not at all, if it is another. */
    static void write(Path file, Pin pin) throws IOException {
        var text = pin + "\n";
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Files.createDirectories(file.getParent());
        var temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
