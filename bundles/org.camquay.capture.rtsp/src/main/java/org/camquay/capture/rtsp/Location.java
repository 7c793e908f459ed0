// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.capture.rtsp.auth.Credentials;

/**
 * Where a camera is, and who asks.
 *
 * @param name how people call it: without user, password, query and options
 * @param tls whether the connection is one of TLS
 * @param host without brackets
 * @param port -1 if the URI names none
 * @param uri as it is sent: without user, password and options
 * @param path of it, with the query
 * @param credentials what the URI holds of them
 */
record Location(
        String name, boolean tls, String host, int port, String uri, String path, Optional<Credentials> credentials) {
    private static final int RTSP_PORT = 554;
    private static final int RTSPS_PORT = 322;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MAX_PORT = 65_535;

    /** The source of a request. */
    static Location of(URI uri) throws CaptureException {
        var name = name(uri);
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("rtsp") && !scheme.equals("rtsps")) {
            throw new CaptureException(name + ": " + scheme + " is not a scheme of this driver; it takes rtsp, rtsps");
        }
        var authority = uri.getRawAuthority();
        int at = authority == null ? -1 : authority.lastIndexOf('@');
        var place = authority == null ? "" : authority.substring(at + 1);
        int colon = place.lastIndexOf(':');
        boolean hasPort = colon >= 0 && colon > place.lastIndexOf(']');
        var host = hasPort ? place.substring(0, colon) : place;
        if (host.isEmpty()) {
            throw new CaptureException(name + ": names no host; write " + scheme + "://host…");
        }
        var query = uri.getRawQuery();
        var path = (uri.getRawPath() == null ? "" : uri.getRawPath()) + (query == null ? "" : "?" + query);
        return new Location(
                name,
                scheme.equals("rtsps"),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                hasPort ? port(place.substring(colon + 1), name) : -1,
                scheme + "://" + place + path,
                path,
                at < 0 ? Optional.empty() : credentials(authority.substring(0, at)));
    }

    /** Where the camera sends us; the credentials stay with the host that they were given for. */
    Optional<Location> redirected(String to) {
        try {
            var told = of(new URI(to.strip()));
            boolean same = told.host.equalsIgnoreCase(host);
            return Optional.of(same && told.credentials.isEmpty() ? told.with(credentials) : told);
        } catch (URISyntaxException | CaptureException e) {
            return Optional.empty();
        }
    }

    private Location with(Optional<Credentials> other) {
        return new Location(name, tls, host, port, uri, path, other);
    }

    /** The URI as it may be shown; queries hold passwords as often as user information does. */
    private static String name(URI uri) {
        return CaptureRequest.redacted(uri).split("[?#]", 2)[0];
    }

    private static int port(String text, String name) throws CaptureException {
        if (text.isEmpty()) {
            return -1;
        }
        boolean number = text.matches("\\d{1,5}") && Integer.parseInt(text) > 0 && Integer.parseInt(text) <= MAX_PORT;
        if (!number) {
            throw new CaptureException(name + ": " + text + " is no port; write 1 to " + MAX_PORT);
        }
        return Integer.parseInt(text);
    }

    private static Optional<Credentials> credentials(String info) {
        int colon = info.indexOf(':');
        var user = colon < 0 ? info : info.substring(0, colon);
        var password = colon < 0 ? "" : info.substring(colon + 1);
        return info.isEmpty() ? Optional.empty() : Optional.of(new Credentials(decode(user), decode(password)));
    }

    /** Percent signs that escape nothing stand for themselves. */
    static String decode(String text) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        var decoded = new byte[octets.length];
        int count = 0;
        for (int i = 0; i < octets.length; i++) {
            int value = i + 2 < octets.length && octets[i] == '%' ? hex(octets[i + 1], octets[i + 2]) : -1;
            decoded[count++] = value < 0 ? octets[i] : (byte) value;
            i += value < 0 ? 0 : 2;
        }
        return new String(decoded, 0, count, StandardCharsets.UTF_8);
    }

    private static int hex(byte high, byte low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : 16 * first + second;
    }

    /** The port to connect to. */
    int portFor(Way way) {
        if (port > 0) {
            return port;
        }
        return way == Way.HTTP ? tls ? HTTPS_PORT : HTTP_PORT : tls ? RTSPS_PORT : RTSP_PORT;
    }

    /** Host and port as HTTP names them. */
    String hostField(Way way) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + portFor(way);
    }

    /** Without what may hold a password. */
    @Override
    public String toString() {
        return name;
    }
}
