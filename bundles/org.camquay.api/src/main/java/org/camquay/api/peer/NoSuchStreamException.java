// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

/** A peer asks for a stream that is not there. */
public class NoSuchStreamException extends PeerException {
    private static final long serialVersionUID = 1L;

    public NoSuchStreamException(String message) {
        super(message);
    }
}
