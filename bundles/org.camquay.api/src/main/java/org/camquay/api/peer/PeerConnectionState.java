// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

/** W3C {@code RTCPeerConnectionState}. */
public enum PeerConnectionState {
    NEW,
    CONNECTING,
    CONNECTED,
    DISCONNECTED,
    FAILED,
    CLOSED
}
