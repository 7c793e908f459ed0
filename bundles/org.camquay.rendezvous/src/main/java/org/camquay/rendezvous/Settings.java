// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.camquay.onvif.OnvifIceServer;

/**
 * How the server is set.
 *
 * @param iceServers handed to both ends of each session
 * @param maxConnections devices and viewers together; a quarter is kept for devices
 * @param maxConnectionsPerAddress those of one IPv4 address, or of one IPv6 /64
 * @param maxViewersPerRoom sessions of one room
 * @param messagesPerSecond sustained, of one viewer; a device has ten times as many
 * @param pingInterval between two pings
 * @param maxSilence after which a connection counts as dead
 * @param expirySeconds how long a session may last unless extended; 0 for as long as it likes
 */
public record Settings(
        List<OnvifIceServer> iceServers,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxViewersPerRoom,
        int messagesPerSecond,
        Duration pingInterval,
        Duration maxSilence,
        int expirySeconds) {
    /** Longest message in characters. */
    public static final int MAX_MESSAGE = Inbox.LARGE;

    public Settings {
        iceServers = List.copyOf(iceServers);
    }

    /** The defaults: no ICE servers, 1,000 connections, 64 an address, 256 viewers a room. */
    public static Settings defaults() {
        return new Settings(List.of(), 1000, 64, 256, 50, Duration.ofSeconds(30), Duration.ofSeconds(90), 0);
    }

    static Settings of(SignalingServlet.Config config) {
        var urls = List.of(config.iceServers()).stream()
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .map(url -> new OnvifIceServer(List.of(url), Optional.empty(), Optional.empty()))
                .toList();
        return new Settings(
                urls,
                config.maxConnections(),
                config.maxConnectionsPerAddress(),
                config.maxViewersPerRoom(),
                config.messagesPerSecond(),
                Duration.ofSeconds(config.pingIntervalSeconds()),
                Duration.ofSeconds(config.maxSilenceSeconds()),
                config.expirySeconds());
    }
}
