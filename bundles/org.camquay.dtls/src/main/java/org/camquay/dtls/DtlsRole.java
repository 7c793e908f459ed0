// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

/** Who begins the handshake (W3C RTCDtlsRole). */
public enum DtlsRole {
    /** Sends ClientHello: {@code a=setup:active} (RFC 5763 §5). */
    CLIENT,
    /** Waits for ClientHello: {@code a=setup:passive}. The better choice: the server chooses the SRTP profile. */
    SERVER
}
