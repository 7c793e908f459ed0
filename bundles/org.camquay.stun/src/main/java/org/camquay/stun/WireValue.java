// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

/** What can write its value as it stands on the wire; only attributes of this package can. */
sealed interface WireValue permits StunAttribute {
    /** Writes the value, without the header before and the padding behind it. */
    void writeTo(StunWriter out);
}
