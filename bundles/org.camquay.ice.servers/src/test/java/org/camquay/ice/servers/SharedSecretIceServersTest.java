// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.camquay.api.ice.IceServer;
import org.junit.jupiter.api.Test;

class SharedSecretIceServersTest {
    private static final String[] URLS = {"turn:192.0.2.1:3478"};

    private Instant now = Instant.ofEpochSecond(1_700_000_000);

    private IceServer asked(String secret, int ttlSeconds, String user) {
        InstantSource clock = () -> now;
        return new SharedSecretIceServers(URLS, secret, ttlSeconds, clock)
                .iceServers(user)
                .get(0);
    }

    @Test
    void credential_ofAKnownSecret_isThatOfOpenssl() {
        // printf 1700003600:front-door | openssl dgst -sha1 -hmac north -binary | base64
        var server = asked("north", 3600, "front-door");
        assertThat(server.username()).isEqualTo("1700003600:front-door");
        assertThat(server.credential()).isEqualTo("tG50yKhJxW1HMZwnf2BAwzoioxc=");
        assertThat(server.urls()).containsExactly(URLS);
    }

    @Test
    void iceServers_askedLater_lastLonger() {
        var first = asked("north", 600, "a");
        now = now.plusSeconds(60);
        var second = asked("north", 600, "a");
        assertThat(first.username()).isEqualTo("1700000600:a");
        assertThat(second.username()).isEqualTo("1700000660:a");
        assertThat(second.credential()).isNotEqualTo(first.credential());
    }

    @Test
    void username_ofAnyUser_isPlainAndShort() {
        assertThat(asked("s", 600, "a:b \"c\r\n").username()).isEqualTo("1700000600:a_b__c__");
        assertThat(asked("s", 600, "").username()).isEqualTo("1700000600:camquay");
        assertThat(asked("s", 600, "x".repeat(5000)).username()).hasSize("1700000600:".length() + 64);
    }

    @Test
    void iceServers_ttlTooShort_lastsAMinute() {
        assertThat(asked("s", -5, "a").username()).isEqualTo("1700000060:a");
    }

    @Test
    void iceServers_withoutSecret_areOnlyStun() {
        InstantSource clock = () -> now;
        var line = new String[] {"turn:192.0.2.1,stun:192.0.2.1"};
        assertThat(new SharedSecretIceServers(line, "", 600, clock).iceServers("a"))
                .containsExactly(new IceServer(java.util.List.of("stun:192.0.2.1"), "", ""));
    }

    @Test
    void toString_ofAServer_hidesTheCredential() {
        var server = asked("north", 600, "a");
        assertThat(server.toString()).doesNotContain(server.credential());
    }
}
