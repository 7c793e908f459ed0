// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import org.camquay.stun.StunKey;

/**
 * Who has shown a right to relay. Thread: any.
 *
 * @param name the USERNAME
 * @param account what quotas count by: the name without the expiry
 */
record User(String name, String account, String realm, String password) {

    StunKey key(boolean sha256) {
        return sha256 ? StunKey.longTermSha256(name, realm, password) : StunKey.longTerm(name, realm, password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name;
    }
}
