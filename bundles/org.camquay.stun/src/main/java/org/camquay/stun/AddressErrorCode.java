// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

/**
 * The value of ADDRESS-ERROR-CODE (RFC 8656 §18.12): why an additional family was not given. Thread: any.
 *
 * @param code 300 to 699
 * @param reason for people, at most 763 octets
 */
public record AddressErrorCode(AddressFamily family, int code, String reason) {
    public AddressErrorCode {
        Limits.within("error code", code, 300, 699);
        Limits.text("reason", reason, Limits.TEXT);
    }
}
