// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

/** What checking a message's integrity or fingerprint gave. */
public enum StunCheck {
    /** The attribute is there and right. */
    VALID,
    /** The attribute is there and wrong: another key, or the message was changed. */
    INVALID,
    /** The message has no such attribute. */
    ABSENT
}
