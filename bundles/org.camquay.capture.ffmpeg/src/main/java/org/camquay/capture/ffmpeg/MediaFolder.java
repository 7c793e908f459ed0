// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.camquay.api.capture.CaptureException;

/** The one folder that {@code file:} URIs may read. */
final class MediaFolder {
    private final String folder;

    /** @param folder its path; empty when there is none */
    MediaFolder(String folder) {
        this.folder = folder == null ? "" : folder.strip();
    }

    /**
     * The real path of a file below the folder.
     *
     * @param name how the file is called in messages
     */
    Path resolve(URI uri, String name) throws CaptureException {
        if (folder.isEmpty()) {
            throw new CaptureException(
                    name + ": no file may be read; set mediaFolder (--media) to the folder of media");
        }
        if (uri.getRawAuthority() != null && !uri.getRawAuthority().equals("localhost")) {
            throw new CaptureException(name + ": names a host; write file:/path or file:name");
        }
        Path root;
        try {
            root = Path.of(folder).toRealPath();
        } catch (IOException | InvalidPathException e) {
            throw new CaptureException(name + ": the media folder " + folder + " does not exist; make it");
        }
        try {
            Path wanted = root.resolve(path(uri)).normalize();
            boolean below = wanted.startsWith(root)
                    || wanted.startsWith(Path.of(folder).toAbsolutePath().normalize());
            if (!below) {
                throw outside(name, root);
            }
            Path real = wanted.toRealPath();
            if (!real.startsWith(root)) {
                throw outside(name, root);
            }
            if (!Files.isRegularFile(real) || !Files.isReadable(real)) {
                throw new CaptureException(name + ": is not a file that can be read; look at its permissions");
            }
            return real;
        } catch (IOException | InvalidPathException e) {
            throw new CaptureException(name + ": there is no such file in " + root + "; put it there");
        }
    }

    private static CaptureException outside(String name, Path root) {
        return new CaptureException(name + ": lies outside of the media folder " + root + "; move it there");
    }

    /** {@code file:/path}, {@code file:///path}, or {@code file:name}, which is relative to the folder. */
    private static String path(URI uri) {
        if (!uri.isOpaque()) {
            return uri.getPath();
        }
        String rest = uri.getRawSchemeSpecificPart();
        int query = rest.indexOf('?');
        String path = query < 0 ? rest : rest.substring(0, query);
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
