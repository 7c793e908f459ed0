// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.peer;

/** A peer's offer is well-formed, but it takes nothing the stream can be sent in. */
public class NoCommonCodecException extends PeerException {
    private static final long serialVersionUID = 1L;

    public NoCommonCodecException(String message) {
        super(message);
    }
}
