// SPDX-License-Identifier: Apache-2.0
package org.camquay.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts secrets from files into configurations on their way to whom they are for (OSGi Compendium 7 §104.9), so that neither the
 * configuration file nor the framework's copy of it holds them. Thread: any.
 */
@Component(
        service = {ConfigurationPlugin.class, SecretFiles.class},
        property = "service.cmRanking:Integer=500")
public final class SecretFiles implements ConfigurationPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFiles.class);
    private static final long LARGEST = 64 * 1024;

    /** For files that are gone for a moment. */
    private final Map<Path, String> last = new ConcurrentHashMap<>();

    @Override
    public void modifyConfiguration(ServiceReference<?> reference, Dictionary<String, Object> properties) {
        for (var key : Collections.list(properties.keys())) {
            if (properties.get(key) instanceof String value
                    && !SecretReferences.files(value).isEmpty()) {
                try {
                    properties.put(key, SecretReferences.resolved(value, this::secret));
                } catch (IOException e) {
                    LOG.error("secret missing: {} ({}; the key is left out)", key, e.getMessage());
                    properties.remove(key);
                }
            }
        }
    }

    private String secret(Path file) throws IOException {
        try {
            var secret = read(file);
            last.put(file, secret);
            return secret;
        } catch (IOException e) {
            var before = last.get(file);
            if (before == null) {
                throw e;
            }
            LOG.warn("secret file unreadable: {} (what it held before stays in force)", e.getMessage());
            return before;
        }
    }

    /**
     * What a file holds, without line breaks at its end.
     *
     * @throws IOException with a sentence
     */
    static String read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + " does not exist");
        } else if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException(file + " may not be read by this user");
        } else if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is too large to be a secret");
        }
        try {
            return Files.readString(file).replaceFirst("[\\r\\n]+$", "");
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text in UTF-8", e);
        }
    }

    /** Differs once the file has been changed; says nothing of what it holds. */
    static String version(Path file) {
        try {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(now.lastModifiedTime().toMillis(), now.size(), String.valueOf(now.fileKey()))
                    .toString();
        } catch (IOException e) {
            return "missing";
        }
    }
}
