// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.ServerLink;
import org.camquay.ice.net.ServerLinks;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ChannelData;
import org.camquay.stun.StunClass;
import org.camquay.stun.StunError;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;
import org.camquay.stun.StunMethod;

/** The other end of all ways of a client: keeps what is asked, answers by hand, rightly or not. */
final class ScriptedServer implements ServerLinks {
    static final String USER = "camera";
    static final String PASSWORD = "secret";
    static final String REALM = "test";
    static final InetSocketAddress ADDRESS = new InetSocketAddress("203.0.113.9", 3478);
    static final InetSocketAddress RELAYED = new InetSocketAddress("203.0.113.9", 50_000);
    static final InetSocketAddress MAPPED = new InetSocketAddress("198.51.100.1", 40_000);

    /** One way to it. */
    final class Way implements ServerLink {
        private final Listener listener;
        final InetSocketAddress server;
        boolean closed;

        Way(InetSocketAddress server, Listener listener) {
            this.server = server;
            this.listener = listener;
        }

        void open() {
            listener.onOpen();
        }

        void give(byte[] bytes) {
            if (!closed) {
                listener.onMessage(ByteBuffer.wrap(bytes));
            }
        }

        void end(String reason) {
            if (!closed) {
                closed = true;
                listener.onClosed(reason);
            }
        }

        @Override
        public boolean isReliable() {
            return false;
        }

        @Override
        public boolean send(ByteBuffer message) {
            sent++;
            StunMessage.decode(message)
                    .filter(each -> each.messageClass() == StunClass.REQUEST)
                    .ifPresent(requests::add);
            return true;
        }

        @Override
        public boolean sendChannelData(int channel, ByteBuffer payload) {
            if (payload.remaining() > 0xFFFF) {
                return false;
            }
            ChannelData.write(ByteBuffer.allocate(payload.remaining() + ChannelData.HEADER), channel, payload);
            sent++;
            return true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    final List<Way> ways = new ArrayList<>();
    final List<StunMessage> requests = new ArrayList<>();
    int sent;

    @Override
    public ServerLink open(
            EventLoop loop,
            IceServerUrl.Transport transport,
            InetSocketAddress server,
            String host,
            ServerLink.Listener listener) {
        ways.add(new Way(server, listener));
        return way();
    }

    Way way() {
        return ways.get(ways.size() - 1);
    }

    StunMessage request() {
        return requests.get(requests.size() - 1);
    }

    static StunKey key() {
        return StunKey.longTerm(USER, REALM, PASSWORD);
    }

    static byte[] challenge(StunMessage request, int code, String nonce) {
        return StunMessage.error(request, StunError.of(code))
                .add(AttributeType.REALM, REALM)
                .add(AttributeType.NONCE, nonce)
                .fingerprint()
                .build()
                .toArray();
    }

    /** What a good server says to a request that proves itself. */
    static StunMessageBuilder success(StunMessage request) {
        var answer = StunMessage.success(request);
        return switch (request.method()) {
            case StunMethod.ALLOCATE ->
                answer.add(AttributeType.XOR_RELAYED_ADDRESS, RELAYED)
                        .add(AttributeType.XOR_MAPPED_ADDRESS, MAPPED)
                        .add(AttributeType.LIFETIME, 600);
            case StunMethod.REFRESH ->
                answer.add(
                        AttributeType.LIFETIME,
                        request.attribute(AttributeType.LIFETIME).orElse(600L));
            default -> answer;
        };
    }

    static byte[] sealed(StunMessageBuilder answer) {
        return answer.integrity(key()).fingerprint().build().toArray();
    }

    /** Answers the last request as it should be. */
    void answer() {
        way().give(answerTo(request()));
    }

    static byte[] answerTo(StunMessage request) {
        return request.has(AttributeType.USERNAME)
                ? sealed(success(request))
                : challenge(request, StunError.UNAUTHENTICATED, "nonce");
    }
}
