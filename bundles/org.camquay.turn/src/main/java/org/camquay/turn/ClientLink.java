// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** The way to a client: datagrams, or a stream with or without TLS. */
interface ClientLink {
    InetSocketAddress remote();

    /** Whether frames follow each other without boundaries, so that ChannelData is padded (RFC 8656 §12.5). */
    boolean stream();

    /** Sends an answer, and consumes it. */
    void answer(ByteBuffer message);

    /** Sends what a peer sent, and consumes it; false if there was no room. */
    boolean relay(ByteBuffer frame);

    /** The client has an allocation from now on. */
    void adopted(Client client);

    /** The client has no allocation any more. */
    void released();
}
