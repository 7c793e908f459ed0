// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camquay.net.Addresses;
import org.camquay.net.Cidr;
import org.camquay.stun.AddressFamily;

/** The configuration, read and judged. Thread: any. */
record Settings(
        List<InetAddress> addresses,
        int port,
        int tlsPort,
        Path certificate,
        Path key,
        RelayAddresses relays,
        int minRelayPort,
        int maxRelayPort,
        String realm,
        String secret,
        Map<String, String> users,
        List<Cidr> allow,
        List<Cidr> deny,
        Limits limits,
        int loops) {

    private static final int MAX_LIFETIME = 3600;

    /** @throws IllegalArgumentException with the key and what is wrong with its value */
    static Settings of(TurnServer.Config config) {
        range("port", config.port(), 0, 65_535);
        range("tlsPort", config.tlsPort(), 0, 65_535);
        range("minRelayPort", config.minRelayPort(), 1024, 65_535);
        range("maxRelayPort", config.maxRelayPort(), config.minRelayPort(), 65_535);
        range("loops", config.loops(), 0, 256);
        boolean files = !config.certificate().isEmpty() && !config.key().isEmpty();
        if (config.tlsPort() != 0 && !files) {
            throw new IllegalArgumentException("tlsPort needs certificate and key");
        }
        var addresses =
                words(config.address()).flatMap(Settings::expand).distinct().toList();
        return new Settings(
                addresses,
                config.port(),
                config.tlsPort(),
                Path.of(config.certificate()),
                Path.of(config.key()),
                relays(config.relayAddress(), addresses),
                config.minRelayPort(),
                config.maxRelayPort(),
                config.realm(),
                config.secret(),
                users(config.users()),
                words(config.allowPeers()).map(Cidr::parse).toList(),
                words(config.denyPeers()).map(Cidr::parse).toList(),
                limits(config),
                config.loops() == 0 ? Runtime.getRuntime().availableProcessors() : config.loops());
    }

    private static Limits limits(TurnServer.Config config) {
        range("lifetimeSeconds", config.lifetimeSeconds(), 1, MAX_LIFETIME);
        range("maxLifetimeSeconds", config.maxLifetimeSeconds(), config.lifetimeSeconds(), MAX_LIFETIME);
        range("requestsPerSecond", config.requestsPerSecond(), 1, 1_000_000);
        range("allocationsPerSecond", config.allocationsPerSecond(), 1, 1_000_000);
        return new Limits(
                config.maxAllocations(),
                config.maxAllocationsPerUser(),
                config.maxAllocationsPerAddress(),
                config.lifetimeSeconds(),
                config.maxLifetimeSeconds(),
                config.requestsPerSecond(),
                config.allocationsPerSecond(),
                Math.max(0, config.maxBitsPerSecond()),
                config.maxConnections(),
                config.maxConnectionsPerAddress());
    }

    private static RelayAddresses relays(String[] texts, List<InetAddress> addresses) {
        var given = words(texts).map(text -> relay(text, addresses)).toList();
        if (!given.isEmpty()) {
            return new RelayAddresses(given);
        }
        return new RelayAddresses(Stream.of(AddressFamily.values())
                .flatMap(family -> preferred(family, addresses).stream())
                .map(local -> new RelayAddress(local, local))
                .toList());
    }

    /** {@code ADDRESS}, or {@code PUBLIC/LOCAL} behind a 1:1 NAT. */
    private static RelayAddress relay(String text, List<InetAddress> addresses) {
        var parts = text.split("/", 2);
        var announced = Addresses.own(parts[0].strip());
        if (parts.length == 2) {
            return new RelayAddress(announced, Addresses.own(parts[1].strip()));
        } else if (isLocal(announced)) {
            return new RelayAddress(announced, announced);
        }
        return preferred(AddressFamily.of(announced), addresses).stream()
                .map(local -> new RelayAddress(announced, local))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "relayAddress " + text + " is not of this machine; say PUBLIC/LOCAL"));
    }

    /** The address to relay from: what the rest of the world reaches, if there is such a one. */
    private static List<InetAddress> preferred(AddressFamily family, List<InetAddress> addresses) {
        Predicate<InetAddress> loopback = InetAddress::isLoopbackAddress;
        var candidates = addresses.stream()
                .filter(address -> AddressFamily.of(address) == family)
                .toList();
        return Stream.concat(candidates.stream().filter(loopback.negate()), candidates.stream())
                .limit(1)
                .toList();
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** One socket per address, even for a wildcard, so that an answer leaves from the address that was asked. */
    private static Stream<InetAddress> expand(String text) {
        return switch (text) {
            case "*" -> local(address -> true);
            case "0.0.0.0" -> local(Inet4Address.class::isInstance);
            case "::" -> local(address -> !(address instanceof Inet4Address));
            default -> Stream.of(Addresses.own(text));
        };
    }

    private static Stream<InetAddress> local(Predicate<InetAddress> wanted) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .filter(wanted);
        } catch (SocketException e) {
            return Stream.empty();
        }
    }

    private static Map<String, String> users(String[] texts) {
        var users = new HashMap<String, String>();
        words(texts).forEach(text -> {
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("users: each is NAME:PASSWORD");
            }
            users.put(text.substring(0, colon), text.substring(colon + 1));
        });
        return users;
    }

    /** What a configuration file brings as one text with commas is a list all the same. */
    private static Stream<String> words(String[] values) {
        return Arrays.stream(values)
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty());
    }

    private static void range(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + "=" + value + " is not within " + min + " and " + max);
        }
    }
}
