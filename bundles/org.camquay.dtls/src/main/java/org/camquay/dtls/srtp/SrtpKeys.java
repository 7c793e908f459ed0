// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

import java.util.Arrays;

/**
 * What a DTLS-SRTP handshake agrees on.
 *
 * @param local protects what we send: for {@link SrtpSender}
 * @param remote protects what the peer sends: for {@link SrtpReceiver}
 */
public record SrtpKeys(SrtpMasterKey local, SrtpMasterKey remote) {

    /** The profile, one for both directions. */
    public SrtpProfile profile() {
        return local.profile();
    }

    /** Bytes to ask of the exporter "EXTRACTOR-dtls_srtp". */
    public static int exportedLength(SrtpProfile profile) {
        return 2 * (profile.keyLength() + profile.saltLength());
    }

    /**
     * Cuts the exporter's output: client key, server key, client salt, server salt (RFC 5764 §4.2).
     *
     * @param client whether we are the DTLS client
     */
    public static SrtpKeys fromExported(SrtpProfile profile, byte[] exported, boolean client) {
        if (exported.length != exportedLength(profile)) {
            throw new IllegalArgumentException("not " + exportedLength(profile) + " bytes: " + exported.length);
        }
        int key = profile.keyLength();
        int salt = profile.saltLength();
        var ofClient = new SrtpMasterKey(
                profile, Arrays.copyOfRange(exported, 0, key), Arrays.copyOfRange(exported, 2 * key, 2 * key + salt));
        var ofServer = new SrtpMasterKey(
                profile,
                Arrays.copyOfRange(exported, key, 2 * key),
                Arrays.copyOfRange(exported, 2 * key + salt, 2 * (key + salt)));
        return client ? new SrtpKeys(ofClient, ofServer) : new SrtpKeys(ofServer, ofClient);
    }
}
