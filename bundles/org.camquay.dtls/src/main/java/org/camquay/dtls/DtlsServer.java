// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCloseable;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;

/** The server's side of a handshake: {@code setup:passive}. */
final class DtlsServer extends DefaultTlsServer {

    /** Of the largest of {@link Groups}. */
    private static final int MOST_BITS = 384;

    private final DtlsCertificate certificate;
    private final HandshakeCrypto crypto;
    private final HandshakeTerms terms;
    private final RunTransport run;
    private UseSRTPData chosen;

    DtlsServer(DtlsCertificate certificate, HandshakeCrypto crypto, HandshakeTerms terms, RunTransport run) {
        super(crypto);
        this.certificate = certificate;
        this.crypto = crypto;
        this.terms = terms;
        this.run = run;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
        };
    }

    @Override
    public int[] getSupportedGroups() {
        return Groups.supported();
    }

    @Override
    protected int getMaximumNegotiableCurveBits() {
        return Groups.choose(context.getSecurityParametersHandshake().getClientSupportedGroups()) < 0 ? 0 : MOST_BITS;
    }

    @Override
    protected int selectECDH(int minimumCurveBits) {
        return Groups.choose(context.getSecurityParametersHandshake().getClientSupportedGroups());
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return certificate.signer(context, crypto);
    }

    /** RFC 7627 §5.4: no keys may be exported without it. */
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /** Trust comes from the fingerprint, not from who signed the certificate or how. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    /** 0 is none: {@link DtlsHandshake} keeps the time. */
    @Override
    public int getHandshakeTimeoutMillis() {
        return 0;
    }

    /** Never: {@link DtlsHandshake} sends again. */
    @Override
    public int getHandshakeResendTimeMillis() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void notifyCloseHandle(TlsCloseable closeHandle) {
        run.onClose(closeHandle);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        chosen = terms.choose(TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
        TlsSRTPUtils.addUseSRTPExtension(extensions, chosen);
        return extensions;
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, DtlsCertificate.signaturesOfPeer(), null);
    }

    /** Also called when the client has no certificate. */
    @Override
    public void notifyClientCertificate(Certificate client) throws IOException {
        terms.verify(client);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        terms.complete(context);
    }
}
