// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.camquay.dtls.srtp.SrtpKeys;
import org.camquay.dtls.srtp.SrtpProfile;

/** What is held to in one handshake, by client and server alike, and what came of it. */
final class HandshakeTerms {

    private final DtlsParameters parameters;
    private SrtpProfile profile;
    private SrtpKeys keys;
    private String failure;

    HandshakeTerms(DtlsParameters parameters) {
        this.parameters = parameters;
    }

    /** The keys, once the handshake is done. */
    SrtpKeys keys() {
        return keys;
    }

    /** Ends the handshake unless the peer's certificate has one of the promised fingerprints (RFC 5763 §5). */
    void verify(Certificate chain) throws IOException {
        if (chain == null || chain.isEmpty()) {
            throw fail(AlertDescription.bad_certificate, "the peer sent no certificate");
        }
        byte[] encoded = chain.getCertificateAt(0).getEncoded();
        if (parameters.remoteFingerprints().stream().noneMatch(f -> f.verifies(encoded))) {
            String expected = parameters.remoteFingerprints().stream()
                    .map(Fingerprint::toString)
                    .collect(Collectors.joining(" or "));
            var algorithm = parameters.remoteFingerprints().get(0).algorithm();
            throw fail(
                    AlertDescription.bad_certificate,
                    "the peer's certificate is not the one of its session description: expected " + expected + ", got "
                            + Fingerprint.of(algorithm, encoded));
        }
    }

    UseSRTPData offer() {
        int[] codes =
                parameters.srtpProfiles().stream().mapToInt(SrtpProfile::code).toArray();
        return new UseSRTPData(codes, TlsUtils.EMPTY_BYTES);
    }

    /** As server: takes the best of ours that the client offers. */
    UseSRTPData choose(UseSRTPData offered) throws IOException {
        int[] codes = offered == null ? new int[0] : offered.getProtectionProfiles();
        for (SrtpProfile candidate : parameters.srtpProfiles()) {
            if (Arrays.stream(codes).anyMatch(code -> code == candidate.code())) {
                profile = candidate;
                return new UseSRTPData(new int[] {candidate.code()}, TlsUtils.EMPTY_BYTES);
            }
        }
        throw fail(
                AlertDescription.handshake_failure,
                "no common SRTP profile: the peer offers " + names(codes) + ", we take " + parameters.srtpProfiles());
    }

    /** As client: takes what the server chose, if we offered it (RFC 5764 §4.1). */
    void accept(UseSRTPData chosen) throws IOException {
        int[] codes = chosen == null ? new int[0] : chosen.getProtectionProfiles();
        profile = codes.length == 1 ? SrtpProfile.ofCode(codes[0]).orElse(null) : null;
        if (profile == null || !parameters.srtpProfiles().contains(profile) || chosen.getMki().length > 0) {
            throw fail(
                    AlertDescription.illegal_parameter,
                    "no common SRTP profile: the peer chose " + names(codes) + ", we offered "
                            + parameters.srtpProfiles());
        }
    }

    void complete(TlsContext context) {
        byte[] exported = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, SrtpKeys.exportedLength(profile));
        keys = SrtpKeys.fromExported(profile, exported, parameters.role() == DtlsRole.CLIENT);
        Arrays.fill(exported, (byte) 0);
    }

    /** A sentence for what ended the handshake or the connection. */
    String reason(Exception cause) {
        if (failure != null) {
            return failure;
        }
        if (cause instanceof DtlsHandshake.TimeExceededException) {
            return cause.getMessage();
        } else if (cause instanceof TlsFatalAlertReceived alert) {
            return "the peer ended the connection with alert " + AlertDescription.getText(alert.getAlertDescription());
        } else if (cause instanceof TlsFatalAlert alert) {
            String detail =
                    alert.getCause() == null ? "" : ": " + alert.getCause().getMessage();
            return "DTLS ended with alert " + AlertDescription.getText(alert.getAlertDescription()) + detail;
        }
        return "DTLS ended: " + cause;
    }

    /** A sentence for a handshake that took too long. */
    String timeoutReason(boolean heardOfPeer) {
        String timeout = parameters.handshakeTimeout().toMillis() + " ms";
        return heardOfPeer
                ? "the DTLS handshake was not finished within " + timeout
                : "no DTLS datagram of the peer within " + timeout;
    }

    private TlsFatalAlert fail(short alert, String reason) {
        failure = reason;
        return new TlsFatalAlert(alert, reason);
    }

    private static String names(int[] codes) {
        return codes.length == 0
                ? "none"
                : Arrays.stream(codes)
                        .mapToObj(code -> SrtpProfile.ofCode(code)
                                .map(SrtpProfile::name)
                                .orElseGet(() -> String.format("0x%04X", code)))
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
