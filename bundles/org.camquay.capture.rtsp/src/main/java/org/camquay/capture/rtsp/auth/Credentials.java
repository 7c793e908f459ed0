// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.auth;

/** A user and a password, which no message shows. */
public record Credentials(String user, String password) {
    @Override
    public String toString() {
        return "a user with a password";
    }
}
