// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file the intents survive a restart in. It holds passwords and tokens, so only its owner may read it. */
final class IntentFile {
    private static final Logger LOG = LoggerFactory.getLogger(IntentFile.class);
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private final Path path;
    /** Whether a broken file is still in place, which must not be overwritten. */
    private boolean unsaved;

    IntentFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** Reads it. A broken one is set aside, never lost, and what is readable of it is returned. */
    StoredIntents read() {
        var reading = new Reading();
        if (Files.exists(path)) {
            reading.all();
            if (!reading.broken.isEmpty()) {
                setAside(reading);
            }
        }
        return reading.result();
    }

    /** Writes it whole or not at all, also when the power fails in between. */
    void write(StoredIntents intents) throws IOException {
        if (unsaved) {
            throw new IOException("a broken one is in its place and could not be set aside");
        }
        Path folder = path.getParent();
        Files.createDirectories(folder);
        Path temporary = folder.resolve(path.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        createPrivate(temporary);
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(intents));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(folder);
    }

    Path path() {
        return path;
    }

    private static void createPrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private static void syncFolder(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system opens folders; the rename is then as durable as it makes it.
            LOG.debug("{}: folder not synced", folder);
        }
    }

    private void setAside(Reading reading) {
        int number = 1;
        while (Files.exists(aside(number))) {
            number++;
        }
        try {
            Path aside = Files.move(path, aside(number));
            LOG.error(
                    "intent file broken: {} ({}; set aside as {}, {} readable intents kept)",
                    path,
                    String.join("; ", reading.broken),
                    aside.getFileName(),
                    reading.pull.size() + reading.webrtc.size());
            write(reading.result());
        } catch (IOException e) {
            unsaved = Files.exists(path);
            LOG.error("setting a broken intent file aside failed: {} ({})", path, e.toString());
        }
    }

    private Path aside(int number) {
        return path.resolveSibling(path.getFileName() + ".broken-" + number);
    }

    /** One pass over the file that keeps every entry read before something is wrong, and after a wrong entry. */
    private final class Reading {
        private final Set<String> known = Set.of("device", "lastConfigId", "pull", "webrtc");
        private final List<String> broken = new ArrayList<>();
        private final List<PullIntent> pull = new ArrayList<>();
        private final List<WebRtcIntent> webrtc = new ArrayList<>();
        private UUID device;
        private long lastConfigId;

        void all() {
            try (var parser = JSON.createParser(path.toFile())) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    broken.add("not a JSON object");
                    return;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    field(parser, parser.currentName());
                }
            } catch (JsonProcessingException e) {
                // The parser's own message may quote a secret.
                var location = e.getLocation();
                broken.add("not JSON at line " + location.getLineNr() + ", column " + location.getColumnNr());
            } catch (IOException e) {
                broken.add(e.toString());
            }
        }

        private void field(JsonParser parser, String name) throws IOException {
            JsonToken token = parser.nextToken();
            switch (known.contains(name) ? name : "") {
                case "device" -> entry(name, () -> device = UUID.fromString(parser.getText()));
                case "lastConfigId" -> entry(name, () -> lastConfigId = parser.getLongValue());
                case "pull" -> array(parser, token, name, pull, PullIntent.class);
                case "webrtc" -> array(parser, token, name, webrtc, WebRtcIntent.class);
                default -> {
                    broken.add("unknown key '" + name + "'");
                    parser.skipChildren();
                }
            }
        }

        private <T> void array(JsonParser parser, JsonToken token, String name, List<T> into, Class<T> type)
                throws IOException {
            if (token != JsonToken.START_ARRAY) {
                broken.add(name + " is not a list");
                parser.skipChildren();
                return;
            }
            for (int i = 1; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                var tree = JSON.readTree(parser);
                entry(name + " entry " + i, () -> into.add(JSON.treeToValue(tree, type)));
            }
        }

        private void entry(String what, Entry reader) throws IOException {
            try {
                reader.read();
            } catch (JsonProcessingException | RuntimeException e) {
                broken.add(what + " is not valid");
            }
        }

        StoredIntents result() {
            long highest = lastConfigId;
            for (var intent : pull) {
                highest = Math.max(highest, intent.configId());
            }
            for (var intent : webrtc) {
                highest = Math.max(highest, intent.configId());
            }
            return new StoredIntents(device, highest, pull, webrtc);
        }
    }

    private interface Entry {
        void read() throws IOException;
    }
}
