// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.camquay.api.signaling.SignalingTarget;

/**
 * The will to wait for viewers in a room.
 *
 * @param ers host name or address as given, or the URL's
 * @param url where the backend connects to; it may hold secrets, so only {@link #shownUrl()} is shown
 * @param token a secret, or {@code file:PATH}
 * @param pin of the server's key; empty for none, as in what was stored before there were pins
 * @param streams what is shown there, see {@link SignalingTarget#streams()}
 */
record WebRtcIntent(
        long configId,
        String ers,
        String ersip,
        int ersport,
        boolean ersOverSsl,
        String url,
        String roomid,
        String token,
        boolean keepAlive,
        String pin,
        List<String> streams) {
    WebRtcIntent {
        Objects.requireNonNull(ers, "ers");
        Objects.requireNonNull(ersip, "ersip");
        token = token == null ? "" : token;
        pin = pin == null ? "" : pin;
        streams = streams == null ? List.of() : List.copyOf(streams);
        if (roomid.isBlank() || URI.create(url).getScheme() == null) {
            throw new IllegalArgumentException("a room needs a name and a URL");
        }
    }

    SignalingTarget target(UUID device) {
        return new SignalingTarget(URI.create(url), roomid, token, device, pin, streams);
    }

    /** The URL as it may be shown: without user information and query, which may hold a token. */
    String shownUrl() {
        return url.replaceFirst("(?<=://)[^/?#]*@", "").replaceFirst("[?#].*", "");
    }

    boolean sameWill(WebRtcIntent other) {
        return withConfigId(0).equals(other.withConfigId(0));
    }

    boolean sameRoom(WebRtcIntent other) {
        return url.equals(other.url) && roomid.equals(other.roomid);
    }

    WebRtcIntent withConfigId(long id) {
        return new WebRtcIntent(id, ers, ersip, ersport, ersOverSsl, url, roomid, token, keepAlive, pin, streams);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "room '" + roomid + "' at " + shownUrl();
    }
}
