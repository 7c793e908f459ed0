// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.nio.ByteBuffer;

/** A connection that carries octets in order: plain TCP, or TLS on it. Thread: its loop. */
public interface ByteStream extends AutoCloseable {
    /** What comes of it, on the loop; never within {@code open}, and nothing after {@link ByteStream#close}. */
    interface Listener {
        void onOpen();

        /** Octets came, all of which are to be consumed; false if they are none that should come: then it is closed. */
        boolean onBytes(ByteBuffer bytes);

        /** It is over, or never came to be. */
        void onClosed(String reason);
    }

    /** Takes all of {@code bytes} or nothing; false when too much waits already. */
    boolean write(ByteBuffer bytes);

    /** Ends it. What was written goes out before, as long as the other side reads it within 5 s. Idempotent. */
    @Override
    void close();
}
