// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps configuration and state for their owner: they hold passwords, tokens and keys, and so do the framework's copies. What others
 * could read is narrowed if it is ours, and refused if it is not.
 */
final class OwnFolder {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final int STICKY = 01000;

    private final Path etc;
    private final Consumer<String> log;
    private int narrowed;

    private OwnFolder(Path etc, Consumer<String> log) {
        this.etc = etc;
        this.log = log;
    }

    /**
     * Makes {@code etc} and {@code state} below it, or narrows them and what is in them.
     *
     * @param log takes a sentence for an operator
     * @throws UsageException with a sentence, if they are somebody else's, or hold other things than ours
     */
    static void secure(Path etc, Consumer<String> log) throws IOException, UsageException {
        var folder = new OwnFolder(etc, log);
        if (etc.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            folder.secure();
        } else {
            Files.createDirectories(etc.resolve("state"));
            log.accept("files have no owners here: keep others away from " + etc + ", which holds passwords and keys");
        }
    }

    private void secure() throws IOException, UsageException {
        try {
            var attribute = PosixFilePermissions.asFileAttribute(OWNER);
            var state = etc.resolve("state");
            if (Files.exists(etc)) {
                requireOurs();
                narrow(etc);
            } else {
                Files.createDirectories(etc, attribute);
            }
            if (Files.notExists(state)) {
                Files.createDirectory(state, attribute);
            }
            try (var files = Files.list(etc)) {
                for (var file : (Iterable<Path>) files.filter(OwnFolder::isConfiguration)::iterator) {
                    narrow(file);
                }
            }
            // The link's target, if it is one.
            try (var files = Files.walk(state.toRealPath())) {
                for (var file : (Iterable<Path>) files::iterator) {
                    narrow(file);
                }
            }
        } catch (FileSystemException e) {
            throw new UsageException(e.getFile() + " cannot be kept for its owner only (" + e.getMessage()
                    + "): give its owner's user to the server (chown -R), or another folder with --etc");
        }
        if (narrowed > 0) {
            log.accept("narrowed: " + etc + " (" + narrowed + " files and folders that others could read are for their"
                    + " owner only now: they hold passwords and keys)");
        }
    }

    private static boolean isConfiguration(Path file) {
        return file.toString().endsWith(".cfg") && Files.isRegularFile(file);
    }

    private void requireOurs() throws IOException, UsageException {
        if (!Files.isDirectory(etc)) {
            throw new UsageException("--etc " + etc + " is no folder");
        }
        // What this process makes has its user; /proc/self does too.
        var ours = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!ours.equals(Files.getAttribute(etc, "unix:uid"))) {
            throw new UsageException(
                    "--etc " + etc + " belongs to the user "
                            + Files.getOwner(etc).getName()
                            + ", who could read the passwords in it: run the server as this user, or give it a folder of its own");
        }
        if (isWide(etc) && !isNarrowable()) {
            throw new UsageException("--etc " + etc + " is open to others and holds other things than configurations:"
                    + " give the server a folder of its own");
        }
    }

    /** A folder that many use must not be closed to them. */
    private boolean isNarrowable() throws IOException {
        boolean sticky = ((Integer) Files.getAttribute(etc, "unix:mode") & STICKY) != 0;
        boolean home =
                etc.toRealPath().equals(Path.of(System.getProperty("user.home")).toAbsolutePath());
        try (Stream<Path> files = Files.list(etc)) {
            var names = files.map(file -> file.getFileName().toString()).toList();
            return !sticky
                    && !home
                    && etc.getParent() != null
                    && (names.isEmpty() || names.stream().anyMatch(name -> name.matches("state|media|.*\\.cfg")));
        }
    }

    private static boolean isWide(Path file) throws IOException {
        return !OWNER.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private void narrow(Path file) throws IOException {
        if (Files.isSymbolicLink(file) || !isWide(file)) {
            return;
        }
        var permissions = EnumSet.copyOf(OWNER);
        permissions.retainAll(Files.getPosixFilePermissions(file));
        Files.setPosixFilePermissions(file, permissions);
        narrowed++;
    }
}
