// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/**
 * Configuration and state of one demo, which go with it. A demo that is killed leaves its folder behind; the next demo deletes
 * that. Which demo lives shows in a lock on a file, which the system lets go when the process ends. Thread: any.
 */
final class DemoFolder implements AutoCloseable {
    static final String PREFIX = "camquay-demo";
    static final String LOCK = "demo.lock";

    /** Something of the server may still write while its folder is being deleted. */
    private static final int ATTEMPTS = 5;

    private final Path path;
    private final FileChannel lock;

    private DemoFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes one below {@code parent}, for its owner only, and deletes those of demos that are no more. */
    static DemoFolder make(Path parent) throws IOException {
        DemoFolder made = null;
        while (made == null) {
            made = lockNew(Files.createTempDirectory(parent, PREFIX));
        }
        made.sweep(parent);
        return made;
    }

    /** Null if another demo took it for a dead one's. */
    private static DemoFolder lockNew(Path folder) {
        try {
            return lock(folder, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            // A file system without locks: nobody can show there that a demo is dead, so that nobody deletes it either.
            return new DemoFolder(folder, null);
        }
    }

    Path path() {
        return path;
    }

    /** Takes a folder, unless somebody has it or has just deleted it: then null. */
    private static DemoFolder lock(Path folder, OpenOption... how) throws IOException {
        var file = folder.resolve(LOCK);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, how);
            // Who deletes a folder has its lock until the file is gone.
            if (channel.tryLock() != null && Files.exists(file)) {
                return new DemoFolder(folder, channel);
            }
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            // gone, or of another demo in this process
        }
        if (channel != null) {
            channel.close();
        }
        return null;
    }

    private void sweep(Path parent) {
        try (var folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (var folder : folders) {
                sweepOne(folder);
            }
        } catch (IOException e) {
            System.err.println("camquay: folders of earlier demos stay in " + parent + ": " + e.getMessage());
        }
    }

    private void sweepOne(Path folder) {
        try {
            if (folder.equals(path) || !isOurs(folder)) {
                return;
            }
            if (Files.notExists(folder.resolve(LOCK))) {
                Files.delete(folder); // if it is empty
                return;
            }
            var dead = lock(folder, StandardOpenOption.WRITE);
            if (dead != null) {
                dead.close();
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Whatever it is, it is not surely a dead demo's.
        }
    }

    /** In a folder that others can write to, what is to be deleted could be put in the place of something else. */
    private boolean isOurs(Path folder) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path))
                && PosixFilePermissions.fromString("rwx------")
                        .containsAll(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
    }

    /** Deletes it with all that is in it. */
    @Override
    public void close() {
        try (lock) {
            int attempt = 1;
            while (!deleted(attempt == ATTEMPTS)) {
                attempt++;
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("camquay: " + path + " was not deleted: " + e.getMessage());
        }
    }

    private boolean deleted(boolean last) throws IOException {
        try (var files = Files.walk(path)) {
            // The lock's file goes last, and so shows to the end whose the folder is.
            var lockFile = path.resolve(LOCK);
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(path) && !file.equals(lockFile)) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(lockFile);
            Files.deleteIfExists(path);
            return true;
        } catch (DirectoryNotEmptyException | NoSuchFileException | UncheckedIOException e) {
            if (last) {
                throw e;
            }
            return false;
        }
    }
}
