// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import org.camquay.dtls.srtp.SrtpKeys;

/**
 * Hears of one {@link DtlsTransport}: first {@link #onConnected}, then one of {@link #onFailed} and {@link #onClosed}; or
 * only one of these. After {@link DtlsTransport#close()} it is given datagrams only, the last of them close_notify.
 *
 * <p>Thread: the executor of the transport, one call at a time. Must not block: hand over to your own loop.
 */
public interface DtlsListener {

    /** Send this to the peer; the array is yours. */
    void onOutgoingDatagram(byte[] datagram);

    /** The handshake is done and the peer's fingerprint is right. */
    void onConnected(SrtpKeys keys);

    /**
     * The handshake failed, or the connection later.
     *
     * @param reason a sentence for an operator, without the peer's name
     */
    void onFailed(String reason);

    /** The peer said close_notify. */
    void onClosed();

    /** Application data of the peer: SCTP (RFC 8261); the array is yours. */
    default void onApplicationData(byte[] data) {}
}
