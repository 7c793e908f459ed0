// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.camquay.api.ice.IceServer;
import org.junit.jupiter.api.Test;

class FixedIceServersTest {
    @Test
    void iceServers_configured_areTheSameForEveryPeer() {
        var fixed = new FixedIceServers(
                new String[] {"stun:192.0.2.1", "turn:turn.example.org:3478?transport=tcp"}, "camera", "pass");
        assertThat(fixed.iceServers("a")).isEqualTo(fixed.iceServers("b")).hasSize(1);
        var server = fixed.iceServers("a").get(0);
        assertThat(server.urls()).containsExactly("stun:192.0.2.1", "turn:turn.example.org:3478?transport=tcp");
        assertThat(server.username()).isEqualTo("camera");
        assertThat(server.credential()).isEqualTo("pass");
    }

    @Test
    void iceServers_oneLineOfAFile_isTakenApart() {
        assertThat(urls("stun:192.0.2.1, stun:[2001:db8::1]:3479 ,,", "", ""))
                .containsExactly("stun:192.0.2.1", "stun:[2001:db8::1]:3479");
    }

    @Test
    void iceServers_unusableUrls_areLeftOut() {
        assertThat(urls("http://192.0.2.1,stun:192.0.2.1,turn:", "u", "c")).containsExactly("stun:192.0.2.1");
    }

    @Test
    void iceServers_turnWithoutCredential_isLeftOut() {
        assertThat(urls("turn:192.0.2.1,stun:192.0.2.1", "u", "")).containsExactly("stun:192.0.2.1");
        assertThat(new FixedIceServers(new String[] {"turn:192.0.2.1"}, "", "").iceServers(""))
                .isEmpty();
    }

    private static List<String> urls(String line, String username, String credential) {
        return new FixedIceServers(new String[] {line}, username, credential)
                .iceServers("").stream()
                        .map(IceServer::urls)
                        .flatMap(List::stream)
                        .toList();
    }
}
