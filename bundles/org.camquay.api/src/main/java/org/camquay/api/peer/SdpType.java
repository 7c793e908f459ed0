// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

/** W3C {@code RTCSdpType}. */
public enum SdpType {
    OFFER,
    PRANSWER,
    ANSWER,
    ROLLBACK
}
