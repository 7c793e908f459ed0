// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

/** A peer cannot be served now, through no fault of its own; the same may succeed soon. */
public class TryLaterException extends PeerException {
    private static final long serialVersionUID = 1L;

    public TryLaterException(String message) {
        super(message);
    }
}
