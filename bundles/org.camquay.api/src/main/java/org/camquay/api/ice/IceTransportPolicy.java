// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

/** Which candidates may be used (W3C {@code RTCIceTransportPolicy}). */
public enum IceTransportPolicy {
    ALL,
    RELAY
}
