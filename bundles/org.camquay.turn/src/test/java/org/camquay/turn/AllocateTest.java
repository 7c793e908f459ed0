// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camquay.turn.Answers.code;
import static org.camquay.turn.Answers.lifetime;
import static org.camquay.turn.Answers.relayed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.camquay.stun.AddressFamily;
import org.camquay.stun.AttributeType;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.testkit.Await;
import org.camquay.testkit.FakeClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AllocateTest {
    private final FakeClock clock = new FakeClock();
    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(new TurnClock(clock, clock::nanoTime));
        client = TestClient.udp(server);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void binding_anyClient_tellsItsAddressInFewOctets() throws IOException {
        var request = StunMessage.request(StunMethod.BINDING).build();
        var answer = client.ask(request);
        assertThat(answer.attribute(AttributeType.XOR_MAPPED_ADDRESS)).isPresent();
        assertThat(answer.length()).isLessThanOrEqualTo(request.length() + 12);
    }

    @Test
    void allocate_withCredentials_givesAnAddressInTheRange() throws IOException {
        var answer = client.allocate();
        assertThat(code(answer)).isZero();
        assertThat(relayed(answer).getPort()).isBetween(49152, 65535);
        assertThat(lifetime(answer)).isEqualTo(600);
        assertThat(answer.has(AttributeType.XOR_MAPPED_ADDRESS)).isTrue();
        assertThat(answer.has(AttributeType.MESSAGE_INTEGRITY)).isTrue();
    }

    @Test
    void allocate_whileTheServerIsEmptied_isRefused_andThoseThatAreThereStayUntilTheyEnd() throws IOException {
        client.allocate();
        server.drainable().drain(Duration.ofMinutes(1));
        assertThat(server.drainable().left()).isEqualTo(1);
        try (var late = TestClient.udp(server)) {
            assertThat(code(late.allocate())).isEqualTo(StunError.INSUFFICIENT_CAPACITY);
            assertThat(late.ask(StunMessage.request(StunMethod.BINDING).build()).has(AttributeType.XOR_MAPPED_ADDRESS))
                    .isTrue();
        }
        assertThat(code(client.refresh(600))).isZero();
        assertThat(server.drainable().left()).isEqualTo(1);
        client.refresh(0);
        Await.until(
                Duration.ofSeconds(20),
                "the allocation has ended",
                () -> server.drainable().left() == 0);
    }

    @Test
    void allocate_longLifetime_isCutToAnHour() throws IOException {
        assertThat(lifetime(client.allocate(AttributeType.LIFETIME.of(1_000_000L))))
                .isEqualTo(3600);
        assertThat(lifetime(client.refresh(1))).isEqualTo(600);
    }

    @Test
    void allocate_retransmitted_givesTheSameAnswerAndNoSecondAllocation() throws IOException {
        client.challenge();
        var request = client.sign(TestClient.allocateRequest());
        var first = client.ask(request);
        assertThat(client.ask(request)).isEqualTo(first);
        assertThat(server.inUse()).isEqualTo(1);
    }

    @Test
    void allocate_again_isAMismatch() throws IOException {
        client.allocate();
        assertThat(code(client.askSigned(TestClient.allocateRequest()))).isEqualTo(StunError.ALLOCATION_MISMATCH);
    }

    @Test
    void request_withoutAllocation_isAMismatch() throws IOException {
        client.challenge();
        assertThat(code(client.refresh(600))).isEqualTo(StunError.ALLOCATION_MISMATCH);
        assertThat(code(client.permit(server.address()))).isEqualTo(StunError.ALLOCATION_MISMATCH);
    }

    @Test
    void allocate_wrongTransport_isRefused() throws IOException {
        client.challenge();
        var tcp = StunMessage.request(StunMethod.ALLOCATE).add(AttributeType.REQUESTED_TRANSPORT, 6);
        assertThat(code(client.askSigned(tcp))).isEqualTo(StunError.UNSUPPORTED_TRANSPORT_PROTOCOL);
        assertThat(code(client.askSigned(StunMessage.request(StunMethod.ALLOCATE))))
                .isEqualTo(StunError.BAD_REQUEST);
    }

    @Test
    void allocate_unknownAttribute_isNamed() throws IOException {
        client.challenge();
        var request = TestClient.allocateRequest().add(AttributeType.DONT_FRAGMENT.of(true));
        var answer = client.askSigned(request);
        assertThat(code(answer)).isEqualTo(StunError.UNKNOWN_ATTRIBUTE);
        assertThat(answer.attribute(AttributeType.UNKNOWN_ATTRIBUTES).orElseThrow())
                .containsExactly(AttributeType.DONT_FRAGMENT.number());
    }

    @Test
    void allocate_ipv6OnAnIpv4Server_isNotSupported() throws IOException {
        var wanted = AttributeType.REQUESTED_ADDRESS_FAMILY.of(AddressFamily.IPV6);
        assertThat(code(client.allocate(wanted))).isEqualTo(StunError.ADDRESS_FAMILY_NOT_SUPPORTED);
    }

    @Test
    void allocate_contradictions_areBadRequests() throws IOException {
        var v4 = AttributeType.REQUESTED_ADDRESS_FAMILY.of(AddressFamily.IPV4);
        var also4 = AttributeType.ADDITIONAL_ADDRESS_FAMILY.of(AddressFamily.IPV4);
        var also6 = AttributeType.ADDITIONAL_ADDRESS_FAMILY.of(AddressFamily.IPV6);
        var token = AttributeType.RESERVATION_TOKEN.of(1L);
        var even = AttributeType.EVEN_PORT.of(true);
        assertThat(code(client.allocate(v4, also6))).isEqualTo(StunError.BAD_REQUEST);
        assertThat(code(client.allocate(also4))).isEqualTo(StunError.BAD_REQUEST);
        assertThat(code(client.allocate(token, even))).isEqualTo(StunError.BAD_REQUEST);
        assertThat(code(client.allocate(token, v4))).isEqualTo(StunError.BAD_REQUEST);
        assertThat(code(client.allocate(even, also6))).isEqualTo(StunError.BAD_REQUEST);
        assertThat(code(client.allocate(token))).isEqualTo(StunError.INSUFFICIENT_CAPACITY);
        assertThat(server.inUse()).isZero();
    }

    @Test
    void allocate_additionalFamilyThatIsNotThere_saysWhyAndGivesTheFirst() throws IOException {
        var answer = client.allocate(AttributeType.ADDITIONAL_ADDRESS_FAMILY.of(AddressFamily.IPV6));
        assertThat(relayed(answer)).isNotNull();
        assertThat(answer.attribute(AttributeType.ADDRESS_ERROR_CODE)
                        .orElseThrow()
                        .code())
                .isEqualTo(StunError.ADDRESS_FAMILY_NOT_SUPPORTED);
    }

    @Test
    void evenPort_withNextReserved_givesItToTheTokenOnce() throws IOException {
        var answer = client.allocate(AttributeType.EVEN_PORT.of(true));
        assertThat(relayed(answer).getPort() % 2).isZero();
        var token = AttributeType.RESERVATION_TOKEN.of(
                answer.attribute(AttributeType.RESERVATION_TOKEN).orElseThrow());
        try (var second = TestClient.udp(server);
                var third = TestClient.udp(server)) {
            assertThat(relayed(second.allocate(token)).getPort())
                    .isEqualTo(relayed(answer).getPort() + 1);
            assertThat(code(third.allocate(token))).isEqualTo(StunError.INSUFFICIENT_CAPACITY);
        }
    }

    @Test
    void refresh_zero_endsTheAllocation() throws IOException {
        client.allocate();
        assertThat(lifetime(client.refresh(0))).isZero();
        assertThat(server.inUse()).isZero();
        assertThat(code(client.refresh(600))).isEqualTo(StunError.ALLOCATION_MISMATCH);
        assertThat(code(client.askSigned(TestClient.allocateRequest()))).isZero();
    }

    @Test
    void refresh_otherFamily_isAMismatch() throws IOException {
        client.allocate();
        var request =
                StunMessage.request(StunMethod.REFRESH).add(AttributeType.REQUESTED_ADDRESS_FAMILY, AddressFamily.IPV6);
        assertThat(code(client.askSigned(request))).isEqualTo(StunError.PEER_ADDRESS_FAMILY_MISMATCH);
    }

    @Test
    void lifetime_notRefreshed_endsTheAllocation() throws IOException {
        client.allocate();
        clock.advance(Duration.ofSeconds(601));
        Await.until(Duration.ofSeconds(10), "the allocation ends", () -> server.inUse() == 0);
        assertThat(server.count(Count.ALLOCATIONS_ENDED)).isEqualTo(1);
    }

    @Test
    void ipv6_clientAndRelay_work() throws IOException {
        try (var dual = TestServer.start("address", new String[] {"127.0.0.1", "::1"});
                var user = TestClient.udp(dual)) {
            var v6 = user.allocate(AttributeType.REQUESTED_ADDRESS_FAMILY.of(AddressFamily.IPV6));
            assertThat(AddressFamily.of(relayed(v6).getAddress())).isEqualTo(AddressFamily.IPV6);
            user.refresh(0);
            var both = user.allocate(AttributeType.ADDITIONAL_ADDRESS_FAMILY.of(AddressFamily.IPV6));
            assertThat(both.attributes(AttributeType.XOR_RELAYED_ADDRESS)).hasSize(2);
            var endOfV6 = StunMessage.request(StunMethod.REFRESH)
                    .add(AttributeType.LIFETIME, 0)
                    .add(AttributeType.REQUESTED_ADDRESS_FAMILY, AddressFamily.IPV6);
            assertThat(code(user.askSigned(endOfV6))).isZero();
            assertThat(code(user.permit(new InetSocketAddress("2001:db8::1", 1))))
                    .isEqualTo(StunError.PEER_ADDRESS_FAMILY_MISMATCH);
            assertThat(code(user.refresh(600))).isZero();
        }
    }
}
