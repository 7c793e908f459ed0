// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ChannelData;
import org.camquay.stun.Octets;
import org.camquay.stun.PasswordAlgorithm;
import org.camquay.stun.StunAttribute;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;
import org.camquay.stun.StunMethod;

/** A plain, blocking TURN client. */
final class TestClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5000;

    /** How frames travel. */
    private interface Wire extends AutoCloseable {
        void send(byte[] frame) throws IOException;

        byte[] receive(int millis) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final Wire wire;
    private final Queue<byte[]> data = new ArrayDeque<>();
    private String username = "ann";
    private String password = "lee";
    private String realm = "";
    private String nonce = "";
    private boolean sha256;

    private TestClient(Wire wire) {
        this.wire = wire;
    }

    static TestClient udp(TestServer server) throws IOException {
        var socket = new DatagramSocket(new InetSocketAddress(TestServer.LOOPBACK, 0));
        socket.connect(server.address());
        return new TestClient(new Datagrams(socket));
    }

    static TestClient tcp(TestServer server) throws IOException {
        return stream(new Socket(TestServer.LOOPBACK, server.port()));
    }

    static TestClient stream(Socket socket) throws IOException {
        return new TestClient(new Stream(socket));
    }

    TestClient as(String name, String secret) {
        username = name;
        password = secret;
        return this;
    }

    /** From now on with SHA-256 keys and integrity. */
    TestClient withSha256() {
        sha256 = true;
        return this;
    }

    /** Has heard from another client what the server asks for. */
    TestClient knows(TestClient other) {
        realm = other.realm;
        nonce = other.nonce;
        return this;
    }

    String nonce() {
        return nonce;
    }

    TestClient nonce(String other) {
        nonce = other;
        return this;
    }

    void raw(byte[] bytes) throws IOException {
        wire.send(bytes);
    }

    /** Sends a request without waiting. */
    StunMessage sent(StunMessageBuilder request) throws IOException {
        var message = request.build();
        wire.send(message.toArray());
        return message;
    }

    /** Sends as it is, and waits for the answer. */
    StunMessage ask(StunMessage request) throws IOException {
        wire.send(request.toArray());
        return answerTo(request).orElseThrow(() -> new AssertionError("no answer to " + request));
    }

    Optional<StunMessage> answerTo(StunMessage request) throws IOException {
        return answerTo(request, PATIENCE_MILLIS);
    }

    Optional<StunMessage> answerTo(StunMessage request, int millis) throws IOException {
        while (true) {
            var frame = wire.receive(millis);
            if (frame == null) {
                return Optional.empty();
            }
            var message = StunMessage.decode(frame);
            if (message.isPresent() && message.get().transactionId().equals(request.transactionId())) {
                return message;
            }
            data.add(frame);
        }
    }

    /** Asks without credentials and remembers realm and nonce. */
    StunMessage challenge() throws IOException {
        var answer = ask(allocateRequest().build());
        answer.attribute(AttributeType.REALM).ifPresent(found -> realm = found);
        answer.attribute(AttributeType.NONCE).ifPresent(found -> nonce = found);
        return answer;
    }

    StunMessage sign(StunMessageBuilder request) {
        request.add(AttributeType.USERNAME, username)
                .add(AttributeType.REALM, realm)
                .add(AttributeType.NONCE, nonce);
        if (!sha256) {
            return request.integrity(StunKey.longTerm(username, realm, password))
                    .build();
        }
        var algorithm = PasswordAlgorithm.SHA256;
        var md5 = PasswordAlgorithm.MD5;
        return request.add(AttributeType.PASSWORD_ALGORITHMS, List.of(algorithm, md5))
                .add(AttributeType.PASSWORD_ALGORITHM, algorithm)
                .integritySha256(StunKey.longTermSha256(username, realm, password))
                .build();
    }

    /** Asks with credentials. */
    StunMessage askSigned(StunMessageBuilder request) throws IOException {
        return ask(sign(request));
    }

    /** An allocation, or the error in the way. */
    StunMessage allocate(StunAttribute<?>... more) throws IOException {
        challenge();
        var request = allocateRequest();
        Arrays.stream(more).forEach(request::add);
        return askSigned(request);
    }

    static StunMessageBuilder allocateRequest() {
        return StunMessage.request(StunMethod.ALLOCATE).add(AttributeType.REQUESTED_TRANSPORT, 17);
    }

    StunMessage permit(InetSocketAddress... peers) throws IOException {
        var request = StunMessage.request(StunMethod.CREATE_PERMISSION);
        Arrays.stream(peers).map(AttributeType.XOR_PEER_ADDRESS::of).forEach(request::add);
        return askSigned(request);
    }

    StunMessage bind(int channel, InetSocketAddress peer) throws IOException {
        return askSigned(StunMessage.request(StunMethod.CHANNEL_BIND)
                .add(AttributeType.CHANNEL_NUMBER, channel)
                .add(AttributeType.XOR_PEER_ADDRESS, peer));
    }

    StunMessage refresh(int seconds) throws IOException {
        return askSigned(StunMessage.request(StunMethod.REFRESH).add(AttributeType.LIFETIME, seconds));
    }

    void sendChannel(int channel, byte[] payload) throws IOException {
        var frame = ByteBuffer.allocate(ChannelData.HEADER + payload.length + 3);
        ChannelData.writePadded(frame, channel, ByteBuffer.wrap(payload));
        wire.send(Arrays.copyOf(frame.array(), frame.position()));
    }

    void sendIndication(InetSocketAddress peer, byte[] payload) throws IOException {
        wire.send(StunMessage.indication(StunMethod.SEND)
                .add(AttributeType.XOR_PEER_ADDRESS, peer)
                .add(AttributeType.DATA, Octets.copyOf(payload))
                .build()
                .toArray());
    }

    /** The next frame that is no answer, or null if none comes in time. */
    byte[] data(int millis) throws IOException {
        return data.isEmpty() ? wire.receive(millis) : data.poll();
    }

    /** The payload of the next frame, which must be ChannelData. */
    byte[] channelPayload() throws IOException {
        var frame = data(PATIENCE_MILLIS);
        if (frame == null || ChannelData.channel(ByteBuffer.wrap(frame)) < 0) {
            throw new AssertionError("no ChannelData: " + Arrays.toString(frame));
        }
        var payload = ChannelData.payload(ByteBuffer.wrap(frame));
        var bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private record Datagrams(DatagramSocket socket) implements Wire {
        @Override
        public void send(byte[] frame) throws IOException {
            socket.send(new DatagramPacket(frame, frame.length));
        }

        @Override
        public byte[] receive(int millis) throws IOException {
            var packet = new DatagramPacket(new byte[65_536], 65_536);
            socket.setSoTimeout(millis);
            try {
                socket.receive(packet);
                return Arrays.copyOf(packet.getData(), packet.getLength());
            } catch (SocketTimeoutException e) {
                return null;
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private record Stream(Socket socket) implements Wire {
        @Override
        public void send(byte[] frame) throws IOException {
            socket.getOutputStream().write(frame);
            socket.getOutputStream().flush();
        }

        @Override
        public byte[] receive(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                var in = new DataInputStream(socket.getInputStream());
                int first = in.readUnsignedShort();
                int length = in.readUnsignedShort();
                int rest = first < 0x4000 ? length + 16 : (length + 3) & ~3;
                var frame =
                        ByteBuffer.allocate(4 + rest).putShort((short) first).putShort((short) length);
                in.readFully(frame.array(), 4, rest);
                return frame.array();
            } catch (SocketTimeoutException e) {
                return null;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
