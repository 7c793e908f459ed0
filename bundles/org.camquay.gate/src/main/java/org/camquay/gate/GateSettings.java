// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the gate is set.
 *
 * @param allowedHosts names besides localhost and addresses
 * @param allowedOrigins web sites whose pages may use us; {@code *} for any
 * @param trustedProxies whose words about the client count
 * @param askTokens whether nobody gets in without a token
 * @param requestsPerSecond sustained, of one address; four times as many at once
 */
public record GateSettings(
        List<String> allowedHosts,
        List<String> allowedOrigins,
        List<String> trustedProxies,
        boolean askTokens,
        int requestsPerSecond) {
    private static final Logger LOG = LoggerFactory.getLogger(GateSettings.class);

    public GateSettings {
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** Those of an empty configuration: tokens are asked. */
    public static GateSettings defaults() {
        return new GateSettings(List.of(), List.of(), List.of(), true, 100);
    }

    /** The same, asking nobody for a token. */
    public GateSettings open() {
        return new GateSettings(allowedHosts, allowedOrigins, trustedProxies, false, requestsPerSecond);
    }

    /** The same for the pages of these web sites. */
    public GateSettings forOrigins(String... origins) {
        return new GateSettings(allowedHosts, List.of(origins), trustedProxies, askTokens, requestsPerSecond);
    }

    static GateSettings of(Gate.Config config) {
        var proxies = words(config.trustedProxies());
        proxies.stream()
                .filter(text -> AddressRange.parse(text).isEmpty())
                .forEach(text -> LOG.error("trusted proxy left out: {} (no address or range)", text));
        return new GateSettings(
                words(config.allowedHosts()),
                words(config.allowedOrigins()),
                proxies,
                // A text that is not understood must not open the door.
                !config.askTokens().strip().equalsIgnoreCase("false"),
                Math.max(1, config.requestsPerSecond()));
    }

    List<AddressRange> proxies() {
        return trustedProxies.stream()
                .flatMap(text -> AddressRange.parse(text).stream())
                .toList();
    }

    /** Values of an array, or in a {@code .cfg} file one text with commas. */
    private static List<String> words(String[] configured) {
        return Arrays.stream(configured)
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
