// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.ice;

/**
 * What one side authenticates its checks with (W3C {@code RTCIceParameters}).
 *
 * @param usernameFragment 4 to 256 ice-chars (RFC 8839 §5.4)
 * @param password 22 to 256 ice-chars; a secret
 */
public record IceParameters(String usernameFragment, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return "IceParameters[" + usernameFragment + "]";
    }
}
