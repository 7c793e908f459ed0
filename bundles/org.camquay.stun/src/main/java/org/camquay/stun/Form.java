// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

/** How values of attributes stand on the wire. Thread: any. */
interface Form<T> {
    /** The value as it is kept, unchangeable; throws {@link IllegalArgumentException} for one without a form on the wire. */
    T checked(T value);

    /** Writes a value. */
    void write(StunWriter out, T value);

    /** Reads a value; null if it is none. */
    T read(AttributeReader in, int at, int length);
}
