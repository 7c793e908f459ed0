// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read, in folders of the same kind. */
final class PrivateFile {
    private PrivateFile() {}

    /** Writes it whole or not at all, also when the power fails in between. */
    static void write(Path file, String text) throws IOException {
        folder(file.getParent());
        var temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, only(file, "rw-------"));
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Adds a line; it may be lost when the power fails. */
    static void append(Path file, String line) throws IOException {
        folder(file.getParent());
        if (Files.notExists(file)) {
            Files.createFile(file, only(file, "rw-------"));
        }
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }

    private static void folder(Path folder) throws IOException {
        Files.createDirectories(folder, only(folder, "rwx------"));
    }

    private static FileAttribute<?>[] only(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
