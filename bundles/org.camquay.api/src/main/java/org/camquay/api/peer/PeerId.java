// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

import java.util.Objects;

/** One remote peer's stay, opaque to the core; unique in its signaling channel. */
public record PeerId(String value) {
    public PeerId {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value;
    }
}
