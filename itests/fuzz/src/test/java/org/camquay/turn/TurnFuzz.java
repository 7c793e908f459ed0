// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;

/** A client of the TURN server, who knows a password. */
public final class TurnFuzz {
    private static final String REALM = "fuzz";
    private static final StunKey KEY = StunKey.longTerm("user", REALM, "password");
    private static final AtomicLong NANOS = new AtomicLong();
    private static final Lane LANE;
    private static final Requests REQUESTS;

    /** USERNAME, MESSAGE-INTEGRITY, REALM, NONCE, MESSAGE-INTEGRITY-SHA256, PASSWORD-ALGORITHM, USERHASH, FINGERPRINT. */
    private static final Set<Integer> OURS = Set.of(0x6, 0x8, 0x14, 0x15, 0x1c, 0x1d, 0x1e, 0x8028);

    private TurnFuzz() {}

    static {
        var settings = Settings.of(config(Map.of(
                "address", new String[] {"127.0.0.1"}, "realm", REALM, "users", new String[] {"user:password"})));
        var clock = new TurnClock(InstantSource.system(), () -> NANOS.addAndGet(1_000_000_000));
        try {
            LANE = new Lane("fuzz", clock.nanos());
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
        REQUESTS = new Requests(Resources.of(settings, clock), LANE);
    }

    /** The bytes are several packets, each with its length before it; what can be signed comes signed, too. */
    public static void fuzzerTestOneInput(byte[] data) {
        var done = new CompletableFuture<Void>();
        LANE.execute(() -> {
            try {
                talk(data);
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    private static void talk(byte[] data) {
        var link = new Link();
        var client = new Client(link);
        try {
            for (int at = 0; at + 1 < data.length; ) {
                int length = Math.min((data[at] & 0xff) << 8 | data[at + 1] & 0xff, data.length - at - 2);
                byte[] packet = Arrays.copyOfRange(data, at + 2, at + 2 + length);
                give(client, packet);
                StunMessage.decode(packet).ifPresent(message -> give(client, signed(message, link.nonce)));
                at += 2 + length;
            }
        } finally {
            REQUESTS.gone(client);
        }
    }

    private static void give(Client client, byte[] packet) {
        var buffer = LANE.packet();
        buffer.put(packet, 0, Math.min(packet.length, buffer.remaining())).flip();
        REQUESTS.accept(client, buffer.position(Math.min(Lane.HEADROOM, buffer.limit())));
    }

    private static byte[] signed(StunMessage message, String nonce) {
        var builder = new StunMessageBuilder(message.messageClass(), message.method(), message.transactionId());
        message.attributes().stream()
                .filter(attribute -> !OURS.contains(attribute.type().number()))
                .forEach(builder::add);
        return builder.add(AttributeType.USERNAME, "user")
                .add(AttributeType.REALM, REALM)
                .add(AttributeType.NONCE, nonce)
                .integrity(KEY)
                .build()
                .toArray();
    }

    /** All defaults but these. */
    private static TurnServer.Config config(Map<String, Object> values) {
        return (TurnServer.Config) Proxy.newProxyInstance(
                TurnFuzz.class.getClassLoader(),
                new Class<?>[] {TurnServer.Config.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private static final class Link implements ClientLink {
        private String nonce = "none";

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress("127.0.0.1", 5000);
        }

        @Override
        public boolean stream() {
            return false;
        }

        @Override
        public void answer(ByteBuffer message) {
            StunMessage.decode(message)
                    .orElseThrow()
                    .attribute(AttributeType.NONCE)
                    .ifPresent(fresh -> nonce = fresh);
            message.position(message.limit());
        }

        @Override
        public boolean relay(ByteBuffer frame) {
            return true;
        }

        @Override
        public void adopted(Client client) {}

        @Override
        public void released() {}
    }
}
