// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.camquay.tls.Pin;
import org.camquay.tls.Trust;

/** How the launcher knows the server on its own machine: by the pin that this server leaves in its folder. */
final class OwnTrust {
    private OwnTrust() {}

    /** Where the pin of the server's certificate lies. */
    static Path file(Path etc) {
        return etc.resolve("state/tls/pin");
    }

    /**
     * Trusts the server whose pin lies in that file now.
     *
     * @throws IOException with a sentence, if it cannot be read
     */
    static SSLContext of(Path file) throws IOException {
        try {
            return Trust.pinned(List.of(Pin.parse(Files.readString(file))), file.toString());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is broken: start the server again to get a new one", e);
        }
    }
}
