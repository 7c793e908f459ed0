// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server's certificate and key in files that somebody replaces while the server runs, one file after the other or by renaming.
 * Thread: any; its methods read files, so they block for a moment.
 */
public final class IdentityFiles {
    /** How the files are read. */
    private interface Reader {
        ServerIdentity read() throws IOException, GeneralSecurityException;
    }

    private final List<Path> files;
    private final Reader reader;
    private List<Object> seen = List.of();

    private IdentityFiles(List<Path> files, Reader reader) {
        this.files = files;
        this.reader = reader;
    }

    /** PEM files, see {@link ServerIdentity#pem}. */
    public static IdentityFiles pem(Path certificate, Path key) {
        return new IdentityFiles(List.of(certificate, key), () -> ServerIdentity.pem(certificate, key));
    }

    /**
     * A PKCS #12 or JKS file, see {@link ServerIdentity#keyStore}.
     *
     * @param passwordFile its first line is the password; empty for none
     */
    public static IdentityFiles keyStore(Path store, Optional<Path> passwordFile) {
        var files = new ArrayList<>(List.of(store));
        passwordFile.ifPresent(files::add);
        return new IdentityFiles(files, () -> ServerIdentity.keyStore(store, password(passwordFile)));
    }

    /**
     * Reads them.
     *
     * @throws IOException with a sentence that names the file, if they are not whole or make no sense together
     */
    public synchronized ServerIdentity load() throws IOException {
        seen = versions();
        try {
            return reader.read();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(names() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads them if they are others than at the last time; empty if they are not.
     *
     * @throws IOException as {@link #load}, once for each version of the files: what is half written makes sense the next time
     */
    public synchronized Optional<ServerIdentity> refresh() throws IOException {
        return versions().equals(seen) ? Optional.empty() : Optional.of(load());
    }

    private List<Object> versions() {
        return files.stream().map(IdentityFiles::version).toList();
    }

    private static Object version(Path file) {
        try {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
        } catch (IOException e) {
            return "missing";
        }
    }

    private static char[] password(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return new char[0];
        }
        try (var lines = Files.lines(file.get())) {
            return lines.findFirst().orElse("").strip().toCharArray();
        } catch (IOException e) {
            throw new IOException("password file " + file.get() + " cannot be read", e);
        }
    }

    private String names() {
        return String.join(
                " and ", files.stream().map(Path::toString).distinct().toList());
    }
}
