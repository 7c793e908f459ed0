// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import java.nio.ByteBuffer;

/** What all layers of one thread read into and write from, one record after the other. Only on that thread. */
public final class TlsBuffers {
    /** More than a record of 2^14 octets with what TLS adds (RFC 8446 §5.2). */
    private static final int RECORD = 17_408;

    private final ByteBuffer plain = ByteBuffer.allocateDirect(RECORD);
    private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD);

    /** An empty buffer for what a record held. */
    ByteBuffer plain() {
        return plain.clear();
    }

    /** An empty buffer for a record to send. */
    ByteBuffer record() {
        return record.clear();
    }
}
