// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.camquay.api.signaling.SignalingException;
import org.camquay.tls.Pin;
import org.camquay.tls.Trust;

/**
 * Which servers' certificates are taken.
 *
 * @param store PKCS #12, JKS or PEM file; empty for the JDK's
 * @param passwordFile its first line is the store's password; empty for none
 * @param all take any
 */
record TrustSettings(String store, String passwordFile, boolean all) {
    private static final String PIN = "pin of startWebRTC";
    private static final String SETTING = "trustStore of " + OnvifSignalingClient.class.getName();

    /** Differs once a file has been renewed. */
    Object version() {
        return List.of(version(store), version(passwordFile));
    }

    private static Object version(String file) {
        try {
            return file.isEmpty() ? "" : Files.getLastModifiedTime(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }

    /** Trusts the pinned keys, with commas between. */
    static SSLContext pinned(String pins) throws SignalingException {
        try {
            return Trust.pinned(Arrays.stream(pins.split(",")).map(Pin::parse).toList(), PIN);
        } catch (IllegalArgumentException e) {
            throw new SignalingException("parameter 'pin' cannot be used: " + e.getMessage(), true);
        }
    }

    /** Reads the files. */
    SSLContext sslContext() throws SignalingException {
        if (all) {
            return Trust.everybody();
        }
        try {
            return Trust.context(store, password(), InstantSource.system(), SETTING);
        } catch (IOException e) {
            throw new SignalingException("trust store " + store + ": cannot be read; check file and password", e);
        }
    }

    private char[] password() throws IOException {
        if (passwordFile.isEmpty()) {
            return null;
        }
        try (var lines = Files.lines(Path.of(passwordFile))) {
            return lines.findFirst().orElse("").strip().toCharArray();
        }
    }
}
