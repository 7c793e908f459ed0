// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Ports kept for a second allocation of the same user (RFC 8656 §7.2, EVEN-PORT). Thread: any. */
final class Reservations {
    static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST = 256;

    private record Reservation(DatagramChannel socket, String account, long expiresAt) {}

    private final RelayPorts ports;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, Reservation> kept = new ConcurrentHashMap<>();

    Reservations(RelayPorts ports) {
        this.ports = ports;
    }

    boolean full() {
        return kept.size() >= MOST;
    }

    /** Keeps a socket and gives the token for it. */
    long keep(DatagramChannel socket, String account, long now) {
        long token = random.nextLong();
        kept.put(token, new Reservation(socket, account, now + KEPT_NANOS));
        return token;
    }

    /** The socket, once, for the user it was kept for. */
    Optional<DatagramChannel> take(long token, String account) {
        var reservation = kept.get(token);
        boolean theirs = reservation != null && reservation.account.equals(account) && kept.remove(token, reservation);
        return theirs ? Optional.of(reservation.socket) : Optional.empty();
    }

    /** Closes what nobody came for. */
    void expire(long now) {
        kept.forEach((token, reservation) -> {
            if (reservation.expiresAt - now < 0 && kept.remove(token, reservation)) {
                ports.close(reservation.socket);
            }
        });
    }

    void close() {
        kept.values().forEach(reservation -> ports.close(reservation.socket));
        kept.clear();
    }
}
