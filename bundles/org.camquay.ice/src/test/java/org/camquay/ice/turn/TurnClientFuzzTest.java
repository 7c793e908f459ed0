// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server, or somebody in its place, may do to a TURN client: give a clear reason, and nothing worse. */
final class TurnClientFuzzTest {
    private final TurnConversation talk = new TurnConversation();

    /** Garbage, cut and changed answers, forged and old ones, channel data, indications. */
    private byte[] evil(Random random) {
        var request = talk.server.requests.isEmpty()
                ? StunMessage.request(StunMethod.ALLOCATE).build()
                : talk.server.requests.get(random.nextInt(talk.server.requests.size()));
        var stranger = StunMessage.request(request.method()).build();
        return switch (random.nextInt(8)) {
            case 0 -> random(random, random.nextInt(300));
            case 1 -> {
                var real = ScriptedServer.answerTo(request);
                yield Arrays.copyOf(real, random.nextInt(real.length));
            }
            case 2 -> {
                var real = ScriptedServer.answerTo(request);
                // All but the fingerprint, which is no part of what it proves.
                real[random.nextInt(real.length - 8)] ^= (byte) (1 << random.nextInt(8));
                // A length may have changed so that the fingerprint is part of a value, and nobody can know.
                boolean bare = StunMessage.decode(real)
                        .filter(message -> !message.has(AttributeType.FINGERPRINT))
                        .isPresent();
                yield bare ? random(random, 20) : real;
            }
            case 3 ->
                ScriptedServer.success(request)
                        .integrity(StunKey.shortTerm("guess"))
                        .fingerprint()
                        .build()
                        .toArray();
            case 4 -> ScriptedServer.answerTo(stranger);
            case 5 -> {
                var data = random(random, 4 + random.nextInt(60));
                data[0] = (byte) (0x40 + random.nextInt(16));
                yield data;
            }
            case 6 ->
                StunMessage.indication(random.nextBoolean() ? StunMethod.DATA : StunMethod.SEND)
                        .add(
                                AttributeType.XOR_PEER_ADDRESS,
                                new InetSocketAddress("192.0.2." + random.nextInt(256), 1 + random.nextInt(65_535)))
                        .build()
                        .toArray();
            // What it says itself, sent back.
            default -> request.toArray();
        };
    }

    private static byte[] random(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(TurnConversation.Stage.class)
    void anything_inEveryState_changesNothingAndCostsNothing(TurnConversation.Stage stage) {
        for (int seed = 0; seed < 20; seed++) {
            talk.told.relayed.clear();
            talk.server.requests.clear();
            talk.lead(stage);
            var random = new Random(seed);
            int sent = talk.server.sent;
            int timers = talk.loop.pendingTimers();
            int ways = talk.server.ways.size();
            for (int i = 0; i < 500; i++) {
                talk.server.way().give(evil(random));
            }
            assertThat(talk.server.sent).as("requests that garbage caused").isEqualTo(sent);
            assertThat(talk.loop.pendingTimers()).isEqualTo(timers);
            assertThat(talk.server.ways).hasSize(ways);
            assertThat(talk.told.failures).isEmpty();
            assertThat(talk.told.losses).isEmpty();
            finish(stage);
        }
    }

    /** The true answers still do what they should. */
    private void finish(TurnConversation.Stage stage) {
        switch (stage) {
            case CONNECTING -> {
                talk.server.way().open();
                talk.server.answer();
                talk.server.answer();
            }
            case ASKING -> {
                talk.server.answer();
                talk.server.answer();
            }
            case CHALLENGED, RENEWING -> talk.server.answer();
            default -> {}
        }
        assertThat(talk.told.relayed).containsExactly(ScriptedServer.RELAYED);
        if (stage.compareTo(TurnConversation.Stage.RELEASING) < 0) {
            assertThat(talk.allocation.send(ByteBuffer.allocate(100), TurnConversation.PEER))
                    .isTrue();
            talk.allocation.close();
        }
        if (stage != TurnConversation.Stage.CLOSED) {
            talk.server.answer();
        }
        assertThat(talk.server.way().closed).isTrue();
        assertThat(talk.loop.pendingTimers()).isZero();
    }

    @Test
    void indications_ofThousandsOfPeers_areHandedOnAndNotKept() {
        talk.lead(TurnConversation.Stage.PERMITTED);
        int sent = talk.server.sent;
        int timers = talk.loop.pendingTimers();
        for (int i = 0; i < 50_000; i++) {
            talk.server
                    .way()
                    .give(StunMessage.indication(StunMethod.DATA)
                            .add(
                                    AttributeType.XOR_PEER_ADDRESS,
                                    new InetSocketAddress("192.0." + (i >> 8 & 255) + "." + (i & 255), 1))
                            .add(AttributeType.DATA, org.camquay.stun.Octets.copyOf(new byte[] {1}))
                            .build()
                            .toArray());
        }
        assertThat(talk.told.packets).isEqualTo(50_000);
        assertThat(talk.server.sent).isEqualTo(sent);
        assertThat(talk.loop.pendingTimers()).isEqualTo(timers);
    }

    @Test
    void peers_byTheThousand_areAskedForWithinBounds() {
        talk.lead(TurnConversation.Stage.ALLOCATED);
        int sent = talk.server.sent;
        for (int i = 0; i < 10_000; i++) {
            var peer = new InetSocketAddress("192.0." + (i >> 8) + "." + (i & 255), 1);
            talk.allocation.prepare(peer);
            talk.allocation.prefer(peer);
            talk.allocation.send(ByteBuffer.allocate(100), peer);
        }
        assertThat(talk.server.sent - sent).isLessThan(200);
        assertThat(talk.loop.pendingTimers()).isLessThan(200);
    }

    @Test
    void channelData_longerOrShorterThanItSays_isCutOrLeft() {
        talk.lead(TurnConversation.Stage.PERMITTED);
        talk.server.way().give(new byte[] {0x40, 0, 0, 4, (byte) 0x80, 1, 2, 3, 9, 9});
        assertThat(talk.told.packets).isEqualTo(1);
        talk.server.way().give(new byte[] {0x40, 0, 0, 5, (byte) 0x80, 1, 2, 3});
        talk.server.way().give(new byte[] {0x40, 0, (byte) 0xFF, (byte) 0xFF, 1});
        talk.server.way().give(new byte[] {0x40, 0, 0});
        talk.server.way().give(new byte[] {0x4F, (byte) 0xFF, 0, 1, 1});
        assertThat(talk.told.packets).isEqualTo(1);
        assertThat(talk.allocation.send(ByteBuffer.allocate(70_000), TurnConversation.PEER))
                .as("too large")
                .isFalse();
        assertThat(talk.allocation.send(ByteBuffer.allocate(1200), TurnConversation.PEER))
                .isTrue();
    }
}
