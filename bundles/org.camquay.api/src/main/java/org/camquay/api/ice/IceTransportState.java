// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

/** W3C {@code RTCIceTransportState}. */
public enum IceTransportState {
    NEW,
    CHECKING,
    CONNECTED,
    COMPLETED,
    DISCONNECTED,
    FAILED,
    CLOSED
}
