// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;

/**
 * Bouncy Castle's handshake without a thread that waits. It is a function of what the peer says and of our randomness, so
 * where it would wait, its run is ended, and when more has come it is computed from the start again: two runs for a server,
 * three for a client. Randomness, key pair and signature are remembered, so a repetition costs a tenth of a first run.
 *
 * <p>Thread: one at a time.
 */
final class HandshakeRuns {

    private final DtlsCertificate certificate;
    private final DtlsRole role;
    private final HandshakeTerms terms;
    private final OutgoingRecords outgoing;
    private final HandshakeCrypto crypto;
    /** Records of the peer, each with a whole message. */
    private final List<byte[]> heard = new ArrayList<>();
    /** What Bouncy Castle said to that. */
    private final List<byte[]> said = new ArrayList<>();
    /** Our last flight, and the flight of the peer that it answers. */
    private List<byte[]> flight = List.of();

    private List<byte[]> answered = List.of();
    private int unanswered;
    private int flights;
    private RunTransport transport;

    HandshakeRuns(DtlsCertificate certificate, DtlsRole role, HandshakeTerms terms, OutgoingRecords outgoing) {
        this.certificate = certificate;
        this.role = role;
        this.terms = terms;
        this.outgoing = outgoing;
        crypto = certificate.newCrypto();
    }

    /**
     * Computes on with what has come; sends what is to be said to it.
     *
     * @param messages new ones, in order
     * @param rest what may follow them, in this run only
     * @return the association, if that was the last flight
     */
    Optional<DTLSTransport> run(List<byte[]> messages, List<byte[]> rest) throws IOException {
        heard.addAll(messages);
        int before = said.size();
        var association = compute(rest, false);
        if (said.size() > before) {
            flight = List.copyOf(said.subList(before, said.size()));
            answered = List.copyOf(heard.subList(unanswered, heard.size()));
            unanswered = heard.size();
            flights++;
        }
        return association;
    }

    /** How many flights we have sent, repetitions aside. */
    int flights() {
        return flights;
    }

    /** Whether a flight is out that may have to be sent again. */
    boolean hasFlight() {
        return flights > 0;
    }

    /**
     * Sends our last flight again. A protected record must not be sent twice, since a peer that has it drops it unseen; a
     * repetition of what it answers makes Bouncy Castle protect another one.
     */
    void repeatFlight() throws IOException {
        if (flight.stream().allMatch(record -> DtlsRecords.epoch(record, 0) == 0)) {
            outgoing.sendAgain(flight);
        } else {
            heard.addAll(answered);
            unanswered = heard.size();
            compute(List.of(), false);
        }
    }

    /** Tells the peer that the handshake is over, if it has heard of us. */
    void cancel() {
        if (hasFlight()) {
            try {
                compute(List.of(), true);
            } catch (IOException e) {
                // The peer misses close_notify, and gives up by itself.
            }
        }
    }

    /** The way to the network of the last run, which is the association's when that one is there. */
    RunTransport transport() {
        return transport;
    }

    private Optional<DTLSTransport> compute(List<byte[]> rest, boolean cancel) throws IOException {
        crypto.rewind();
        var input = new ArrayList<>(heard);
        input.addAll(rest);
        transport = new RunTransport(input, said, outgoing, cancel);
        try {
            var association = switch (role) {
                case CLIENT ->
                    new DTLSClientProtocol().connect(new DtlsClient(certificate, crypto, terms, transport), transport);
                case SERVER ->
                    new DTLSServerProtocol().accept(new DtlsServer(certificate, crypto, terms, transport), transport);
            };
            crypto.forget();
            return Optional.of(association);
        } catch (IOException e) {
            if (transport.isStarved()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            outgoing.flush();
        }
    }
}
