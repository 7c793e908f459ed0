// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What proxies say of the client before them: {@code Forwarded} (RFC 7239) or {@code X-Forwarded-For}, {@code -Host}, {@code
 * -Proto}. Only what a trusted proxy wrote counts, which is read from the right: the client is the first hop there that is
 * no trusted proxy itself. Pure.
 */
final class Forwarding {
    /** Commas and semicolons within quotes belong to the value (RFC 7239 §4). */
    private static final String OUTSIDE_QUOTES = "(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    private static final Pattern COMMA = Pattern.compile("," + OUTSIDE_QUOTES);
    private static final Pattern SEMICOLON = Pattern.compile(";" + OUTSIDE_QUOTES);
    private static final Pattern NODE = Pattern.compile("\\[([^]]*)](?::\\d+)?|([0-9.]+)(?::\\d+)?|([0-9A-Fa-f:.]+)");

    private static final List<String> HEADERS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto");

    /** Some fifty proxies in a row; splitting a longer text would cost more than it is worth. */
    private static final int MAX_CHARACTERS = 2048;

    private final List<AddressRange> trusted;

    Forwarding(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** What one proxy wrote; parts it did not write are empty. */
    private record Hop(String address, String host, String scheme) {}

    /**
     * The client.
     *
     * @param direct the other end of the connection, and what it wrote in {@code Host}
     * @param headers the values of a header by its name, in order
     * @return empty when a trusted proxy passes on what contradicts itself, so that it cannot have written it
     */
    Optional<Caller> client(Caller direct, Function<String, List<String>> headers) {
        if (!isTrusted(direct.address())) {
            return Optional.of(direct);
        }
        if (HEADERS.stream()
                .anyMatch(name -> String.join(",", headers.apply(name)).length() > MAX_CHARACTERS)) {
            return Optional.empty();
        }
        var standard = split(headers.apply("Forwarded"));
        var addresses = split(headers.apply("X-Forwarded-For"));
        var hosts = split(headers.apply("X-Forwarded-Host"));
        var schemes = split(headers.apply("X-Forwarded-Proto"));
        boolean both = !standard.isEmpty() && !(addresses.isEmpty() && hosts.isEmpty() && schemes.isEmpty());
        var first = seen(direct, standard.stream().map(Forwarding::hop).toList());
        var second = seen(direct, hops(addresses, hosts, schemes));
        if (both) {
            return first.isPresent() && first.equals(second) ? first : Optional.empty();
        }
        return standard.isEmpty() ? second : first;
    }

    private Optional<Caller> seen(Caller direct, List<Hop> hops) {
        var caller = direct;
        for (int i = hops.size() - 1; i >= 0; i--) {
            var hop = hops.get(i);
            if (!hop.scheme().isEmpty() && !hop.scheme().matches("https?")) {
                return Optional.empty();
            }
            caller = new Caller(
                    hop.address().isEmpty() ? caller.address() : hop.address(),
                    hop.scheme().isEmpty() ? caller.scheme() : hop.scheme(),
                    hop.host().isEmpty() ? caller.host() : hop.host());
            // An address that the proxy hides (RFC 7239 §6.3) is nobody whose words count either.
            if (hop.address().isEmpty() || !isTrusted(hop.address())) {
                break;
            }
        }
        return Optional.of(caller);
    }

    /** Hosts and schemes are often one for the whole way, and then the last proxy stands for it. */
    private static List<Hop> hops(List<String> addresses, List<String> hosts, List<String> schemes) {
        var hops = new ArrayList<Hop>();
        int count = addresses.isEmpty() && hosts.isEmpty() && schemes.isEmpty() ? 0 : Math.max(1, addresses.size());
        for (int i = 0; i < count; i++) {
            hops.add(new Hop(
                    addresses.isEmpty() ? "" : address(addresses.get(i)),
                    part(hosts, i, count),
                    part(schemes, i, count).toLowerCase(Locale.ROOT)));
        }
        return hops;
    }

    private static String part(List<String> values, int i, int count) {
        if (values.isEmpty()) {
            return "";
        }
        return values.get(values.size() == count ? i : values.size() - 1);
    }

    private static Hop hop(String element) {
        String address = "";
        String host = "";
        String scheme = "";
        for (String pair : SEMICOLON.split(element)) {
            int equals = pair.indexOf('=');
            String value = equals < 0 ? "" : unquoted(pair.substring(equals + 1).strip());
            switch (equals < 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
                case "for" -> address = address(value);
                case "host" -> host = value;
                case "proto" -> scheme = value.toLowerCase(Locale.ROOT);
                default -> {} // by, and extensions: not about the client
            }
        }
        return new Hop(address, host, scheme);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
    }

    /** The IP address of a node, empty when it is hidden or none. */
    private static String address(String node) {
        var matcher = NODE.matcher(unquoted(node));
        if (!matcher.matches()) {
            return "";
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return IpAddress.parse(matcher.group(group))
                        .map(found -> found.getHostAddress())
                        .orElse("");
            }
        }
        return "";
    }

    private static List<String> split(List<String> values) {
        return Arrays.stream(COMMA.split(String.join(",", values)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private boolean isTrusted(String address) {
        return IpAddress.parse(address)
                .filter(parsed -> trusted.stream().anyMatch(range -> range.contains(parsed)))
                .isPresent();
    }
}
