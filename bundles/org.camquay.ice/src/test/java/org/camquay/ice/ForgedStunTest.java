// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportState;
import org.camquay.stun.AttributeType;
import org.camquay.stun.ErrorCode;
import org.camquay.stun.StunCheck;
import org.camquay.stun.StunKey;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMessageBuilder;
import org.camquay.stun.StunMethod;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;
import org.camquay.testkit.net.VirtualSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody who does not know the password can do: nothing. */
final class ForgedStunTest {
    private static final InetSocketAddress CAMERA = new InetSocketAddress("192.0.2.1", 4545);

    private final FakeEventLoop loop = new FakeEventLoop();
    private final VirtualNetwork network = new VirtualNetwork(loop, 1);
    private final VirtualPeer camera = new VirtualPeer(loop, network, "192.0.2.1");
    private final VirtualPeer viewer = new VirtualPeer(loop, network, "198.51.100.1");
    private final List<StunMessage> answers = new ArrayList<>();
    private VirtualSocket attacker;

    @BeforeEach
    void connect() throws BindException {
        attacker = network.open(new InetSocketAddress("203.0.113.66", 666));
        attacker.receive((from, packet) -> StunMessage.decode(packet).ifPresent(answers::add));
        camera.offerTo(viewer, IceRole.CONTROLLED);
        viewer.offerTo(camera, IceRole.CONTROLLING);
        loop.advance(Duration.ofMillis(200));
    }

    private StunMessageBuilder check() {
        return StunMessage.request(StunMethod.BINDING)
                .add(AttributeType.USERNAME, username())
                .add(AttributeType.PRIORITY, 1)
                .add(AttributeType.ICE_CONTROLLED, 1)
                .add(AttributeType.USE_CANDIDATE.of(true));
    }

    private String username() {
        return camera.agent.localParameters().usernameFragment() + ":"
                + viewer.agent.localParameters().usernameFragment();
    }

    private StunKey key() {
        return StunKey.shortTerm(camera.agent.localParameters().password());
    }

    private void attack(StunMessage message) {
        attacker.send(message.buffer(), CAMERA);
        loop.advance(Duration.ofMillis(10));
    }

    private void assertNothingChanged() {
        assertThat(camera.agent.state()).isEqualTo(IceTransportState.COMPLETED);
        assertThat(camera.agent.pairs()).hasSize(1);
        attacker.send(RecordingIceListener.packet("injected"), CAMERA);
        loop.advance(Duration.ofMillis(10));
        assertThat(camera.heard.packets).isEmpty();
    }

    private int errorCode() {
        return answers.get(0)
                .attribute(AttributeType.ERROR_CODE)
                .map(ErrorCode::code)
                .orElseThrow();
    }

    @Test
    void request_wrongPassword_gets401AndNothingElse() {
        attack(check().integrity(StunKey.shortTerm("guess")).fingerprint().build());
        assertThat(errorCode()).isEqualTo(401);
        assertNothingChanged();
    }

    @Test
    void request_withoutIntegrity_gets400AndNothingElse() {
        attack(check().fingerprint().build());
        assertThat(errorCode()).isEqualTo(400);
        assertNothingChanged();
    }

    @Test
    void request_withoutFingerprint_isDropped() {
        attack(check().integrity(key()).build());
        assertThat(answers).isEmpty();
        assertNothingChanged();
    }

    @Test
    void request_unknownRequiredAttribute_gets420() {
        attack(check().add(AttributeType.unknown(0x7777).of(org.camquay.stun.Octets.EMPTY))
                .integrity(key())
                .fingerprint()
                .build());
        assertThat(errorCode()).isEqualTo(420);
        assertThat(answers.get(0).verify(key())).isEqualTo(StunCheck.VALID);
        assertNothingChanged();
    }

    @Test
    void request_ofThePeersNextGenerationToThisOne_isNotAnswered() {
        attack(StunMessage.request(StunMethod.BINDING)
                .add(AttributeType.USERNAME, camera.agent.localParameters().usernameFragment() + ":next")
                .add(AttributeType.PRIORITY, 1)
                .add(AttributeType.ICE_CONTROLLING, 1)
                .add(AttributeType.USE_CANDIDATE.of(true))
                .integrity(key())
                .fingerprint()
                .build());
        assertThat(answers).isEmpty();
        assertNothingChanged();
    }

    @Test
    void request_unknownUserFragment_isDroppedAndCounted() {
        attack(StunMessage.request(StunMethod.BINDING)
                .add(AttributeType.USERNAME, "nobody:evil")
                .integrity(key())
                .fingerprint()
                .build());
        assertThat(answers).isEmpty();
        assertThat(camera.demultiplexer.strangers()).isEqualTo(1);
        assertNothingChanged();
    }

    @Test
    void request_otherMethodOrIndication_isDropped() {
        attack(StunMessage.request(StunMethod.ALLOCATE)
                .add(AttributeType.USERNAME, camera.agent.localParameters().usernameFragment() + ":evil")
                .integrity(key())
                .fingerprint()
                .build());
        attack(StunMessage.indication(StunMethod.BINDING).fingerprint().build());
        assertThat(answers).isEmpty();
        assertNothingChanged();
    }

    @Test
    void response_withoutThePeersKey_doesNotAnswerForThePeer() {
        var heard = new RecordingIceListener();
        var agent = camera.agent(heard);
        loop.run(() -> {
            agent.gather();
            agent.setRemoteParameters(new org.camquay.api.ice.IceParameters("abcdefgh", "0123456789abcdef01234567"));
            agent.start(IceRole.CONTROLLING);
        });
        var remote = attacker.localAddress();
        attacker.receive((from, packet) -> StunMessage.decode(packet).ifPresent(request -> {
            for (var forged : List.of(
                    StunMessage.success(request)
                            .add(AttributeType.XOR_MAPPED_ADDRESS, from)
                            .integrity(StunKey.shortTerm("guess"))
                            .fingerprint()
                            .build(),
                    StunMessage.success(request)
                            .add(AttributeType.XOR_MAPPED_ADDRESS, from)
                            .build(),
                    StunMessage.error(request, org.camquay.stun.StunError.of(487))
                            .build())) {
                attacker.send(forged.buffer(), from);
            }
        }));
        loop.run(() -> {
            try {
                agent.addRemoteCandidate(new org.camquay.api.ice.IceCandidate(
                        "candidate:1 1 udp 1 203.0.113.66 " + remote.getPort() + " typ host", null, null, null));
            } catch (org.camquay.api.ice.IceException e) {
                throw new AssertionError(e);
            }
        });
        loop.advance(Duration.ofSeconds(31));
        assertThat(heard.states).containsExactly(IceTransportState.CHECKING, IceTransportState.FAILED);
    }

    @Test
    void randomBytes_onThePort_areCountedAndHarmless() {
        var random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (i % 3 == 0 && bytes.length >= 20) {
                var real = check().integrity(key()).fingerprint().build().toArray();
                real[random.nextInt(real.length)] ^= (byte) (1 << random.nextInt(8));
                bytes = real;
            }
            attacker.send(ByteBuffer.wrap(bytes), CAMERA);
            if (i % 1000 == 0) {
                loop.advance(Duration.ofMillis(10));
            }
        }
        loop.advance(Duration.ofSeconds(10));
        assertThat(camera.demultiplexer.junk()).isPositive();
        assertNothingChanged();
        viewer.send("still here");
        loop.advance(Duration.ofMillis(10));
        assertThat(camera.heard.packets).containsExactly("still here");
    }
}
