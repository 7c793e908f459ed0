// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.camquay.api.net.Site;

/** What a request says before it is let in: path, Host, Origin, token, and what proxies say of the client. */
public final class GateFuzz {
    private static final Forwarding FORWARDING =
            new Forwarding(List.of(AddressRange.parse("192.0.2.0/24").orElseThrow()));
    private static final Caller PROXY = new Caller("192.0.2.1", "http", "camera.example");

    private GateFuzz() {}

    /** A line for each header. */
    public static void fuzzerTestOneInput(byte[] data) {
        var lines = Arrays.asList(new String(data, StandardCharsets.ISO_8859_1).split("\n", -1));
        for (var line : lines) {
            Authority.parse(line).ifPresent(host -> host.isOurs(List.of("camera.example")));
            Origin.parse(line);
            Origin.isListed(line, List.of("https://example.org"));
            RequestPath.isPlain(line);
            Site.nameOf(line);
            AddressRange.parse(line);
        }
        BearerToken.of(lines.subList(0, Math.min(lines.size(), 2)));
        var headers = Map.of(
                "Forwarded", lines.subList(0, 1),
                "X-Forwarded-For", part(lines, 1),
                "X-Forwarded-Host", part(lines, 2),
                "X-Forwarded-Proto", part(lines, 3));
        for (var seen : List.of(headers, Map.of("Forwarded", lines), Map.of("X-Forwarded-For", lines))) {
            FORWARDING.client(PROXY, name -> seen.getOrDefault(name, List.of())).ifPresent(GateFuzz::isCaller);
        }
    }

    private static List<String> part(List<String> lines, int number) {
        return lines.size() > number ? List.of(lines.get(number)) : List.of();
    }

    private static void isCaller(Caller caller) {
        if (IpAddress.parse(caller.address()).isEmpty() || !caller.scheme().matches("https?")) {
            throw new AssertionError(caller);
        }
    }
}
