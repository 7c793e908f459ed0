// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

/** The value of PASSWORD-ALGORITHM (RFC 8489 §14.12), and how an entry of the list of them looks. Thread: any. */
public record PasswordAlgorithm(int number, Octets parameters) {
    /** MD5 of RFC 8489 §18.5.1.1, without parameters. */
    public static final PasswordAlgorithm MD5 = new PasswordAlgorithm(1, Octets.EMPTY);
    /** SHA-256 of RFC 8489 §18.5.1.2, without parameters. */
    public static final PasswordAlgorithm SHA256 = new PasswordAlgorithm(2, Octets.EMPTY);

    public PasswordAlgorithm {
        Limits.within("password algorithm", number, 0, 0xFFFF);
        Limits.within("parameters length", parameters.length(), 0, 0xFFFF);
    }
}
