// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

/** States of a {@link DtlsTransport} (W3C RTCDtlsTransportState). */
public enum DtlsTransportState {
    NEW,
    CONNECTING,
    CONNECTED,
    CLOSED,
    FAILED
}
