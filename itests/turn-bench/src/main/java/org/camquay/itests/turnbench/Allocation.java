// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.turnbench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;
import org.camquay.stun.StunMethod;

/** A client's socket and what it has at a server; blocking until {@link #nonBlocking}. */
final class Allocation implements AutoCloseable {
    static final String USER = "bench";
    static final String PASSWORD = "bench";
    static final String REALM = "bench";
    static final int CHANNEL = 0x4000;

    private static final int TRIES = 5;
    private static final int PATIENCE_MILLIS = 500;
    private static final int ADDRESSES = 200;
    private static final AtomicInteger OPENED = new AtomicInteger();

    private final DatagramChannel socket;
    private final ByteBuffer in = ByteBuffer.allocate(2048);
    private String nonce;
    private boolean answered;

    private Allocation(InetSocketAddress server) throws IOException {
        socket = DatagramChannel.open();
        socket.bind(new InetSocketAddress(nextAddress(), 0));
        socket.connect(server);
    }

    /** The server bounds what one address gets, and clients come from many: so do these. */
    private static InetAddress nextAddress() throws IOException {
        int next = OPENED.getAndIncrement();
        return InetAddress.getByAddress(
                new byte[] {127, 1, (byte) (next / ADDRESSES % ADDRESSES), (byte) (1 + next % ADDRESSES)});
    }

    /** Asks once whether somebody is there. */
    static Allocation bindingProbe(InetSocketAddress server) throws IOException {
        var probe = new Allocation(server);
        var request = StunMessage.request(StunMethod.BINDING).build();
        try {
            probe.socket.write(request.buffer());
            probe.answered = probe.answerTo(request).isPresent();
        } catch (IOException notYet) {
            probe.answered = false;
        }
        return probe;
    }

    /** An allocation with nothing bound yet. */
    static Allocation open(InetSocketAddress server) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            var allocation = new Allocation(server);
            var challenge = allocation.ask(request().build());
            var nonce = challenge.attribute(AttributeType.NONCE);
            if (nonce.isPresent()) {
                allocation.nonce = nonce.get();
                allocation.must(request());
                return allocation;
            }
            // The system gave a port again that coturn has not forgotten yet.
            allocation.close();
        }
        throw new IOException("no challenge from " + server);
    }

    boolean answered() {
        return answered;
    }

    void bind(InetSocketAddress peer) throws IOException {
        must(StunMessage.request(StunMethod.CHANNEL_BIND)
                .add(AttributeType.CHANNEL_NUMBER, CHANNEL)
                .add(AttributeType.XOR_PEER_ADDRESS, peer));
    }

    DatagramChannel nonBlocking() throws IOException {
        socket.configureBlocking(false);
        return socket;
    }

    @Override
    public void close() throws IOException {
        if (nonce != null) {
            // The answer is of no interest; the server is to be free for the next round.
            socket.write(sign(StunMessage.request(StunMethod.REFRESH).add(AttributeType.LIFETIME, 0))
                    .buffer());
        }
        socket.close();
    }

    private static StunMessageBuilder request() {
        return StunMessage.request(StunMethod.ALLOCATE).add(AttributeType.REQUESTED_TRANSPORT, 17);
    }

    private StunMessage sign(StunMessageBuilder request) {
        return request.add(AttributeType.USERNAME, USER)
                .add(AttributeType.REALM, REALM)
                .add(AttributeType.NONCE, nonce)
                .integrity(StunKey.longTerm(USER, REALM, PASSWORD))
                .build();
    }

    private void must(StunMessageBuilder request) throws IOException {
        var answer = ask(sign(request));
        if (answer.has(AttributeType.ERROR_CODE)) {
            throw new IOException("refused: " + answer);
        }
    }

    private StunMessage ask(StunMessage request) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            socket.write(request.buffer());
            var answer = answerTo(request);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new IOException("no answer to " + request);
    }

    private Optional<StunMessage> answerTo(StunMessage request) throws IOException {
        var packet = new DatagramPacket(in.array(), in.capacity());
        socket.socket().setSoTimeout(PATIENCE_MILLIS);
        try {
            socket.socket().receive(packet);
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
        return StunMessage.decode(ByteBuffer.wrap(in.array(), 0, packet.getLength()))
                .filter(answer -> answer.transactionId().equals(request.transactionId()));
    }
}
