// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.signaling;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Where to wait for peers.
 *
 * @param url the server; its scheme chooses the backend
 * @param name the name to register under: EMS's room
 * @param token access token, a secret; empty in open mode
 * @param device this device's instance, by which a server knows it again
 * @param pin SHA-256 of the server's key or certificate, by which it is known over TLS whatever authority and name it has;
 *     several with commas between; empty to verify its certificate as usual
 * @param streams what is shown there, the first one to peers that name none; empty for the stream that is called as the
 *     name, or for the device's first one if there is none; {@link #ALL} for every stream that no other registration
 *     shows
 */
public record SignalingTarget(URI url, String name, String token, UUID device, String pin, List<String> streams) {
    /** In place of names of streams. */
    public static final String ALL = "*";

    public SignalingTarget {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(pin, "pin");
        streams = List.copyOf(streams);
    }

    /** One where all streams are shown. */
    public SignalingTarget(URI url, String name, String token, UUID device, String pin) {
        this(url, name, token, device, pin, List.of(ALL));
    }

    /** One where all streams are shown, and whose server is not pinned. */
    public SignalingTarget(URI url, String name, String token, UUID device) {
        this(url, name, token, device, "");
    }

    /** The same with another token. */
    public SignalingTarget withToken(String other) {
        return new SignalingTarget(url, name, other, device, pin, streams);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return name + " at " + url.getScheme() + "://" + url.getHost() + ":" + url.getPort();
    }
}
