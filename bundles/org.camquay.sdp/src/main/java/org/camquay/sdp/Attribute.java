// SPDX-License-Identifier: Apache-2.0
package org.camquay.sdp;

/**
 * An attribute that the model has no field for, kept as it came: {@code a=<name>} or {@code a=<name>:<value>}.
 *
 * @param value empty if the attribute has none
 */
public record Attribute(String name, String value) {
    public Attribute {
        if (name.isEmpty() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("Attribute name \"" + name + "\": must not be empty or contain a colon");
        }
    }

    @Override
    public String toString() {
        return value.isEmpty() ? name : name + ":" + value;
    }
}
