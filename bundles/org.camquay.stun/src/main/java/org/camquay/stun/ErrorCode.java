// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

/**
 * The value of ERROR-CODE (RFC 8489 §14.8). Thread: any.
 *
 * @param code 300 to 699; the numbers are in {@link StunError}
 * @param reason for people, at most 763 octets
 */
public record ErrorCode(int code, String reason) {
    public ErrorCode {
        Limits.within("error code", code, 300, 699);
        Limits.text("reason", reason, Limits.TEXT);
    }
}
