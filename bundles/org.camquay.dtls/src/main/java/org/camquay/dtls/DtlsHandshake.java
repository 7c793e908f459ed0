// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.tls.DTLSTransport;

/**
 * One handshake by events: datagrams and time go in, and it computes only when that can bring it on. Decides when a flight
 * is sent again (RFC 6347 §4.2.4), and how often for one peer.
 *
 * <p>Thread: one at a time.
 */
final class DtlsHandshake {

    /** RFC 6347 §4.2.4.1 says 1 s; ICE has just shown a path with a much shorter round trip. Doubles each time. */
    private static final Duration FIRST_RESEND = Duration.ofMillis(200);

    private static final Duration LAST_RESEND = Duration.ofSeconds(60);

    /** A handshake takes three runs; noise in the name of the peer makes more, and from here on one for each resend. */
    private static final int MAX_EAGER_RUNS = 32;

    private final DtlsParameters parameters;
    private final HandshakeTerms terms;
    private final HandshakeRuns runs;
    private final PeerMessages peer = new PeerMessages();
    private final Alarm resend;
    private final Alarm deadline;
    private Duration nextResend = FIRST_RESEND;
    private int eagerRuns;
    private boolean heardOfPeer;
    private boolean repetitionAnswered;

    /** @param wake to be followed by {@link #advance} on the thread of this handshake */
    DtlsHandshake(
            DtlsCertificate certificate,
            DtlsParameters parameters,
            OutgoingRecords outgoing,
            DtlsTimer timer,
            Runnable wake) {
        this.parameters = parameters;
        terms = new HandshakeTerms(parameters);
        runs = new HandshakeRuns(certificate, parameters.role(), terms, outgoing);
        resend = new Alarm(timer, wake);
        deadline = new Alarm(timer, wake);
    }

    HandshakeTerms terms() {
        return terms;
    }

    /** The time limit counts from here. */
    void begin() {
        deadline.set(parameters.handshakeTimeout());
    }

    /**
     * Goes on with what has come in and with the time that has passed.
     *
     * @return the association when that was the last flight
     * @throws TimeExceededException when it took too long
     */
    Optional<DTLSTransport> advance(DatagramQueue datagrams) throws IOException {
        for (byte[] datagram = datagrams.poll(); datagram != null; datagram = datagrams.poll()) {
            heardOfPeer = true;
            peer.take(datagram);
        }
        boolean resendDue = resend.rang();
        if (resendDue) {
            eagerRuns = Math.min(eagerRuns, MAX_EAGER_RUNS - 1);
        }
        var association = isWorthRunning() ? run() : Optional.<DTLSTransport>empty();
        if (association.isPresent()) {
            end();
        } else if (deadline.rang()) {
            cancel();
            throw new TimeExceededException(terms.timeoutReason(heardOfPeer));
        } else if (resendDue) {
            resend();
        } else if (peer.tookRepetition() && !repetitionAnswered && runs.hasFlight()) {
            // Once between two resends: what a peer can make us send has the same bound as what we send by ourselves.
            repetitionAnswered = true;
            runs.repeatFlight();
        }
        return association;
    }

    /** Ends it before its time. */
    void cancel() {
        end();
        runs.cancel();
    }

    /** The way to the network, once there is an association. */
    RunTransport transport() {
        return runs.transport();
    }

    private boolean isWorthRunning() {
        boolean speaksFirst = parameters.role() == DtlsRole.CLIENT && !runs.hasFlight();
        return speaksFirst || peer.areOfUse() && eagerRuns < MAX_EAGER_RUNS;
    }

    private Optional<DTLSTransport> run() throws IOException {
        eagerRuns++;
        int flights = runs.flights();
        var association = runs.run(peer.handOver(), peer.rest());
        if (runs.flights() > flights) {
            nextResend = FIRST_RESEND;
            repetitionAnswered = false;
            resend.set(nextResend);
        }
        return association;
    }

    private void resend() throws IOException {
        repetitionAnswered = false;
        runs.repeatFlight();
        var doubled = nextResend.multipliedBy(2);
        nextResend = doubled.compareTo(LAST_RESEND) > 0 ? LAST_RESEND : doubled;
        resend.set(nextResend);
    }

    /** Nothing wakes it any more. */
    void end() {
        resend.cancel();
        deadline.cancel();
    }

    /** The peer did not finish in time. */
    static final class TimeExceededException extends IOException {
        private static final long serialVersionUID = 1;

        TimeExceededException(String message) {
            super(message);
        }
    }
}
