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
import org.camquay.stun.StunAttribute;
import org.camquay.stun.StunError;
import org.camquay.stun.StunMessage;
import org.camquay.stun.StunMethod;
import org.camquay.stun.TurnAttribute;
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
        assertThat(answer.attribute(StunAttribute.XorMappedAddress.class)).isPresent();
        assertThat(answer.length()).isLessThanOrEqualTo(request.length() + 12);
    }

    @Test
    void allocate_withCredentials_givesAnAddressInTheRange() throws IOException {
        var answer = client.allocate();
        assertThat(code(answer)).isZero();
        assertThat(relayed(answer).getPort()).isBetween(49152, 65535);
        assertThat(lifetime(answer)).isEqualTo(600);
        assertThat(answer.has(StunAttribute.XorMappedAddress.class)).isTrue();
        assertThat(answer.has(StunAttribute.MessageIntegrity.class)).isTrue();
    }

    @Test
    void allocate_longLifetime_isCutToAnHour() throws IOException {
        assertThat(lifetime(client.allocate(new TurnAttribute.Lifetime(1_000_000))))
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
        var tcp = StunMessage.request(StunMethod.ALLOCATE).add(new TurnAttribute.RequestedTransport(6));
        assertThat(code(client.askSigned(tcp))).isEqualTo(StunError.UNSUPPORTED_TRANSPORT_PROTOCOL);
        assertThat(code(client.askSigned(StunMessage.request(StunMethod.ALLOCATE))))
                .isEqualTo(StunError.BAD_REQUEST);
    }

    @Test
    void allocate_unknownAttribute_isNamed() throws IOException {
        client.challenge();
        var request = TestClient.allocateRequest().add(new TurnAttribute.DontFragment());
        var answer = client.askSigned(request);
        assertThat(code(answer)).isEqualTo(StunError.UNKNOWN_ATTRIBUTE);
        assertThat(answer.attribute(StunAttribute.UnknownAttributes.class)
                        .orElseThrow()
                        .types())
                .containsExactly(TurnAttribute.DontFragment.TYPE);
    }

    @Test
    void allocate_ipv6OnAnIpv4Server_isNotSupported() throws IOException {
        var wanted = new TurnAttribute.RequestedAddressFamily(AddressFamily.IPV6);
        assertThat(code(client.allocate(wanted))).isEqualTo(StunError.ADDRESS_FAMILY_NOT_SUPPORTED);
    }

    @Test
    void allocate_contradictions_areBadRequests() throws IOException {
        var v4 = new TurnAttribute.RequestedAddressFamily(AddressFamily.IPV4);
        var also4 = new TurnAttribute.AdditionalAddressFamily(AddressFamily.IPV4);
        var also6 = new TurnAttribute.AdditionalAddressFamily(AddressFamily.IPV6);
        var token = new TurnAttribute.ReservationToken(1);
        var even = new TurnAttribute.EvenPort(true);
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
        var answer = client.allocate(new TurnAttribute.AdditionalAddressFamily(AddressFamily.IPV6));
        assertThat(relayed(answer)).isNotNull();
        assertThat(answer.attribute(TurnAttribute.AddressErrorCode.class)
                        .orElseThrow()
                        .code())
                .isEqualTo(StunError.ADDRESS_FAMILY_NOT_SUPPORTED);
    }

    @Test
    void evenPort_withNextReserved_givesItToTheTokenOnce() throws IOException {
        var answer = client.allocate(new TurnAttribute.EvenPort(true));
        assertThat(relayed(answer).getPort() % 2).isZero();
        var token = answer.attribute(TurnAttribute.ReservationToken.class).orElseThrow();
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
        var request = StunMessage.request(StunMethod.REFRESH)
                .add(new TurnAttribute.RequestedAddressFamily(AddressFamily.IPV6));
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
            var v6 = user.allocate(new TurnAttribute.RequestedAddressFamily(AddressFamily.IPV6));
            assertThat(AddressFamily.of(relayed(v6).getAddress())).isEqualTo(AddressFamily.IPV6);
            user.refresh(0);
            var both = user.allocate(new TurnAttribute.AdditionalAddressFamily(AddressFamily.IPV6));
            assertThat(both.attributes(TurnAttribute.XorRelayedAddress.class)).hasSize(2);
            var endOfV6 = StunMessage.request(StunMethod.REFRESH)
                    .add(new TurnAttribute.Lifetime(0))
                    .add(new TurnAttribute.RequestedAddressFamily(AddressFamily.IPV6));
            assertThat(code(user.askSigned(endOfV6))).isZero();
            assertThat(code(user.permit(new InetSocketAddress("2001:db8::1", 1))))
                    .isEqualTo(StunError.PEER_ADDRESS_FAMILY_MISMATCH);
            assertThat(code(user.refresh(600))).isZero();
        }
    }
}
