// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

/** What all loops of a server share. Thread: any. */
record Resources(
        Limits limits,
        Users users,
        Nonces nonces,
        Replays replays,
        Quotas quotas,
        RelayAddresses relays,
        RelayPorts ports,
        Reservations reservations,
        PeerFilter filter,
        TurnCounters counters) {

    static Resources of(Settings settings, TurnClock clock) {
        var ports = new RelayPorts(settings.minRelayPort(), settings.maxRelayPort());
        var limits = settings.limits();
        return new Resources(
                limits,
                new Users(settings.realm(), settings.secret(), settings.users(), clock),
                new Nonces(clock),
                new Replays(clock),
                new Quotas(limits),
                settings.relays(),
                ports,
                new Reservations(ports),
                new PeerFilter(settings.allow(), settings.deny(), settings.relays()),
                new TurnCounters());
    }
}
