// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

/** The way to one connected device or viewer. None of its methods blocks or throws; a closed link swallows all. */
interface Link {
    /** Sends a JSON text; a link that cannot keep up is closed instead. */
    void send(String text);

    /** Asks for a sign of life. */
    void ping();

    /** When anything was last heard of it, on the clock of {@link System#nanoTime}. */
    long heardNanos();

    /** Closes it with a WebSocket status (RFC 6455 §7.4) and one sentence. */
    void close(int status, String reason);

    /** Drops it without a farewell: the other end is dead. */
    void abort();

    /** Whether it still takes messages. */
    boolean isOpen();
}
