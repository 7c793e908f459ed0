// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.camquay.dtls.srtp.SrtpProfile;

/**
 * Terms of one handshake.
 *
 * @param remoteFingerprints from the peer's session description; its certificate must have one of them
 * @param srtpProfiles what we offer or accept, best first
 * @param handshakeTimeout from start to the end of the handshake
 * @param maxDatagramSize bytes of UDP payload that we send at most; 256 or more
 */
public record DtlsParameters(
        DtlsRole role,
        List<Fingerprint> remoteFingerprints,
        List<SrtpProfile> srtpProfiles,
        Duration handshakeTimeout,
        int maxDatagramSize) {

    public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(15);

    /** Fits an IPv6 path of 1280 bytes, with TURN around it. */
    public static final int DEFAULT_MAX_DATAGRAM_SIZE = 1200;

    public DtlsParameters {
        Objects.requireNonNull(role, "role");
        remoteFingerprints = List.copyOf(remoteFingerprints);
        srtpProfiles = List.copyOf(srtpProfiles);
        if (remoteFingerprints.isEmpty() || srtpProfiles.isEmpty()) {
            throw new IllegalArgumentException("DTLS-SRTP needs a fingerprint of the peer and an SRTP profile");
        }
        if (handshakeTimeout.toMillis() < 1 || maxDatagramSize < 256) {
            throw new IllegalArgumentException("handshakeTimeout " + handshakeTimeout + ", maxDatagramSize "
                    + maxDatagramSize + ": needs 1 ms and 256 bytes or more");
        }
    }

    /** All our SRTP profiles, 15 s, 1200 bytes. */
    public static DtlsParameters of(DtlsRole role, List<Fingerprint> remoteFingerprints) {
        return new DtlsParameters(
                role,
                remoteFingerprints,
                List.of(SrtpProfile.values()),
                DEFAULT_HANDSHAKE_TIMEOUT,
                DEFAULT_MAX_DATAGRAM_SIZE);
    }
}
