// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.camquay.dtls.srtp.SrtpKeys;
import org.camquay.dtls.srtp.SrtpProfile;
import org.camquay.dtls.srtp.SrtpReceiver;
import org.camquay.dtls.srtp.SrtpSender;

/**
 * One complete handshake in memory, and a packet through every SRTP profile. Run at start, it proves that this Java has
 * the algorithms, and spares the first viewer the second or so that loading them takes.
 */
public final class DtlsSelfTest {
    /** In memory nothing is lost, and nobody falls silent. */
    private static final DtlsTimer NO_TIMER = (task, delay) -> () -> {};

    private DtlsSelfTest() {}

    /**
     * Runs the test.
     *
     * @param executor one thread will do
     * @return done, on the executor, when all worked; else failed with an {@link IllegalStateException} that says why
     */
    public static CompletionStage<Void> run(DtlsCertificate certificate, Executor executor) {
        var client = new End();
        var server = new End();
        client.open(certificate, parameters(certificate, DtlsRole.CLIENT), executor, server);
        server.open(certificate, parameters(certificate, DtlsRole.SERVER), executor, client);
        server.transport.start();
        client.transport.start();
        return client.keys.thenCombine(server.keys, DtlsSelfTest::check).whenComplete((done, failure) -> {
            client.transport.close();
            server.transport.close();
        });
    }

    private static DtlsParameters parameters(DtlsCertificate certificate, DtlsRole role) {
        return DtlsParameters.of(role, List.of(certificate.fingerprint()));
    }

    private static Void check(SrtpKeys client, SrtpKeys server) {
        if (!Arrays.equals(client.local().key(), server.remote().key())) {
            throw new IllegalStateException("client and server export different SRTP keys");
        }
        for (SrtpProfile profile : SrtpProfile.values()) {
            byte[] exported = Arrays.copyOf(client.local().key(), SrtpKeys.exportedLength(profile));
            roundTrip(SrtpKeys.fromExported(profile, exported, true), SrtpKeys.fromExported(profile, exported, false));
        }
        return null;
    }

    private static void roundTrip(SrtpKeys client, SrtpKeys server) {
        var sender = new SrtpSender(client.local());
        var receiver = new SrtpReceiver(server.remote());
        byte[] packet = new byte[200];
        packet[0] = (byte) 0x80;
        if (receiver.unprotect(packet, 0, sender.protect(packet, 0, 100)) != 100
                || receiver.unprotectRtcp(packet, 0, sender.protectRtcp(packet, 0, 100)) != 100) {
            throw new IllegalStateException(client.profile() + " does not open what it sealed");
        }
    }

    private static final class End implements DtlsListener {

        private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
        private DtlsTransport transport;
        private End other;

        void open(DtlsCertificate certificate, DtlsParameters parameters, Executor executor, End peer) {
            other = peer;
            transport = new DtlsTransport(certificate, parameters, executor, NO_TIMER, this);
        }

        @Override
        public void onOutgoingDatagram(byte[] datagram) {
            other.transport.receive(datagram, 0, datagram.length);
        }

        @Override
        public void onConnected(SrtpKeys connected) {
            keys.complete(connected);
        }

        @Override
        public void onFailed(String reason) {
            fail(reason);
            other.fail(reason);
        }

        @Override
        public void onClosed() {
            fail("the other end closed during the handshake");
        }

        private void fail(String reason) {
            keys.completeExceptionally(new IllegalStateException("DTLS self-test: " + reason));
        }
    }
}
