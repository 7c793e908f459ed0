// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.nio.ByteBuffer;

/** A WebSocket as {@link SocketLink} sees it. None of its methods waits for the other end. */
interface Socket {
    /** Begins to write a text; {@code done} is called on the thread {@code rendezvous} when the system has taken it all. */
    void write(String text, Runnable done);

    /** Begins to write a pong (RFC 6455 §5.5.3); {@code done} as for {@link #write}. */
    void pong(ByteBuffer payload, Runnable done);

    /** Begins to write an empty ping; {@code done} as for {@link #write}. */
    void ping(Runnable done);

    /** Asks for one more frame. */
    void demand();

    /** Writes a close frame (RFC 6455 §7.4) behind what is being written. */
    void close(int status, String reason);

    /** Ends the connection at once. */
    void disconnect();

    /** Whether something can be written. */
    boolean isOpen();
}
