// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camquay.api.capture.CaptureException;
import org.camquay.api.capture.CaptureRequest;
import org.camquay.tls.Pin;

/**
 * What the operator asks of us and not of the camera. It stands in the fragment of the URI, which is never sent, so that it cannot be
 * taken for a part of the camera's own query: {@code rtsp://camera/live?channel=1#transport=http}.
 *
 * @param way how packets come
 * @param pins the keys that are believed over TLS; none: all
 */
record Options(Way way, List<Pin> pins) {
    Options {
        pins = List.copyOf(pins);
    }

    /** Those of a request; {@code name}: how people call its source. */
    static Options of(CaptureRequest request, String name) throws CaptureException {
        var values = values(request.uri(), name);
        var transport = values.get("transport");
        boolean tls = "rtsps".equalsIgnoreCase(request.uri().getScheme());
        Way way;
        if (transport == null) {
            way = request.forceTcp() || tls ? Way.TCP : Way.UDP;
        } else {
            way = Arrays.stream(Way.values())
                    .filter(each -> each.name().equalsIgnoreCase(transport))
                    .findFirst()
                    .orElseThrow(() -> new CaptureException(
                            name + ": there is no transport " + transport + "; write #transport=udp, tcp or http"));
        }
        // packets over UDP would not be encrypted
        return new Options(tls && way == Way.UDP ? Way.TCP : way, pins(values.get("pin"), name));
    }

    private static Map<String, String> values(URI uri, String name) throws CaptureException {
        Map<String, String> values = new HashMap<>();
        var fragment = uri.getRawFragment();
        for (var pair : fragment == null ? new String[0] : fragment.split("[&#]")) {
            int equals = pair.indexOf('=');
            var key = (equals < 0 ? pair : pair.substring(0, equals)).toLowerCase(Locale.ROOT);
            if (equals < 0 || !key.equals("transport") && !key.equals("pin")) {
                throw new CaptureException(
                        name + ": behind # stand our own options, transport= and pin=; write a # of the"
                                + " camera's path as %23");
            }
            values.put(key, Location.decode(pair.substring(equals + 1)));
        }
        return values;
    }

    private static List<Pin> pins(String text, String name) throws CaptureException {
        try {
            return text == null
                    ? List.of()
                    : Arrays.stream(text.split(",")).map(Pin::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new CaptureException(name + ": #pin= " + e.getMessage(), e);
        }
    }
}
