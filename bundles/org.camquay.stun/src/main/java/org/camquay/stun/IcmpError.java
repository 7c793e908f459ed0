// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

/**
 * The value of ICMP (RFC 8656 §18.13): an ICMP error that reached the relayed address. Thread: any.
 *
 * @param type 7 bits
 * @param code 9 bits
 * @param errorData 32 bits
 */
public record IcmpError(int type, int code, long errorData) {
    public IcmpError {
        Limits.within("ICMP type", type, 0, 0x7F);
        Limits.within("ICMP code", code, 0, 0x1FF);
        Limits.within("ICMP error data", errorData, 0, Limits.U32);
    }
}
