// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The file that rooms and issued tokens survive a restart in. */
final class AccessFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path path;

    AccessFile(Path path) {
        this.path = path;
    }

    /**
     * What is kept.
     *
     * @param rooms descriptions by name; null as long as every room may be opened
     */
    record Content(Map<String, String> rooms, List<IssuedToken> tokens) {
        Content {
            rooms = rooms == null ? null : new TreeMap<>(rooms);
            tokens = tokens == null ? List.of() : List.copyOf(tokens);
        }
    }

    /** @throws IOException if there is one that cannot be read: what it forbade would be allowed without it */
    Content read() throws IOException {
        if (Files.notExists(path)) {
            return new Content(null, List.of());
        }
        try {
            return JSON.readValue(path.toFile(), Content.class);
        } catch (IOException e) {
            throw new IOException(path + " cannot be read: correct it, or delete it, which voids all tokens", e);
        }
    }

    void write(Content content) throws IOException {
        PrivateFile.write(path, JSON.writeValueAsString(content));
    }
}
