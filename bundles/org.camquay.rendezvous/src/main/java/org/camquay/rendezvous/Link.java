// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

/**
 * The way to one connected device or viewer. None of its methods blocks or throws; a closed link swallows all. Thread:
 * {@code rendezvous}.
 */
interface Link {
    /**
     * Sends a JSON text on the account of the connection that made it be sent; false, and nothing is sent, if too much of
     * this account waits already.
     */
    boolean send(String text, Account payer);

    /** What this connection makes the server hold. */
    Account account();

    /** Asks for a sign of life. */
    void ping();

    /** When anything was last heard of it, on the clock of {@link System#nanoTime}. */
    long heardNanos();

    /** For how long the server has waited for something of it; 0 while it does not read from it. */
    long listenedNanos(long nowNanos);

    /** What it is known to be now. */
    void standing(Standing standing);

    /** To be called about once a second: ends what is late. */
    void tick();

    /** A limit was reached that closes the link. */
    void refuse(Limit limit, int status, String reason);

    /** Closes it with a WebSocket status (RFC 6455 §7.4) and one sentence. */
    void close(int status, String reason);

    /** Drops it without a farewell: the other end is dead. */
    void abort();

    /** Whether it still takes messages. */
    boolean isOpen();
}
