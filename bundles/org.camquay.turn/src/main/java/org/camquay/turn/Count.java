// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.util.Locale;

/** What the server counts; the names are those of the summary in the log. */
enum Count {
    BINDINGS,
    CHALLENGES,
    STALE_NONCES,
    /** Allocate requests that came a second time from elsewhere. */
    REPLAYS,
    WRONG_CREDENTIALS,
    ALLOCATIONS,
    ALLOCATIONS_ENDED,
    QUOTA_REFUSALS,
    CAPACITY_REFUSALS,
    OTHER_REFUSALS,
    /** Requests without an answer, because their source asks too often. */
    RATE_LIMITED,
    PERMISSIONS,
    CHANNELS,
    DENIED_PEERS,
    PACKETS_TO_PEERS,
    BYTES_TO_PEERS,
    PACKETS_TO_CLIENTS,
    BYTES_TO_CLIENTS,
    /** From a peer that nobody gave a permission. */
    UNPERMITTED,
    /** ChannelData or Send indications that belong to no allocation, channel or permission. */
    UNBOUND,
    OVER_BANDWIDTH,
    SEND_FAILURES,
    /** Datagrams that a client did not read fast enough from its stream. */
    SLOW_READER,
    MALFORMED,
    CONNECTIONS,
    CONNECTIONS_REFUSED,
    TLS_FAILURES,
    HANDSHAKE_TIMEOUTS,
    IDLE_TIMEOUTS;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', ' ');

    String label() {
        return label;
    }
}
