// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

/** W3C {@code RTCIceGatheringState}. */
public enum IceGatheringState {
    NEW,
    GATHERING,
    COMPLETE
}
