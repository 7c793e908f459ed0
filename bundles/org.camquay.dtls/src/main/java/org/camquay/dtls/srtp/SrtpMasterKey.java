// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import java.util.Objects;

/**
 * Master key and salt of one direction (RFC 3711 §3.2.1). Its text never shows the key.
 *
 * @param key as long as the profile says
 * @param salt as long as the profile says
 */
public record SrtpMasterKey(SrtpProfile profile, byte[] key, byte[] salt) {

    public SrtpMasterKey {
        Objects.requireNonNull(profile, "profile");
        if (key.length != profile.keyLength() || salt.length != profile.saltLength()) {
            throw new IllegalArgumentException(profile + " needs " + profile.keyLength() + " bytes of key and "
                    + profile.saltLength() + " of salt, not " + key.length + " and " + salt.length);
        }
        key = key.clone();
        salt = salt.clone();
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    @Override
    public String toString() {
        return "SrtpMasterKey[" + profile + "]";
    }
}
