// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.nio.ByteBuffer;

/** A way to one server for STUN messages and ChannelData, over UDP, TCP or TLS. Only on the loop it was opened for. */
public interface ServerLink extends AutoCloseable {
    /** Hears what becomes of the link, on the loop; never called within a call of the link. */
    interface Listener {
        /** Messages may be sent from now on. */
        void onOpen();

        /**
         * One message came.
         *
         * @param message valid only during the call; may be changed by the receiver
         */
        void onMessage(ByteBuffer message);

        /** The link ended, or could not be opened; not called after {@link ServerLink#close}. One sentence says why. */
        void onClosed(String reason);
    }

    /** Whether messages that were sent arrive, or the link closes; then nothing is sent twice. */
    boolean isReliable();

    /** Sends one message without blocking; false when it was dropped. */
    boolean send(ByteBuffer message);

    /** Sends ChannelData without blocking and without garbage, and consumes {@code payload}; false when dropped. */
    boolean sendChannelData(int channel, ByteBuffer payload);

    /** Ends it after what was sent before. Idempotent. */
    @Override
    void close();
}
