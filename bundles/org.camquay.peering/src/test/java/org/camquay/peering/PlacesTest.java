// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who loses a place to whom. */
class PlacesTest {
    private final Places places = new Places(20);

    private static Crowd crowd(String address) {
        return Crowd.of(new PeerOrigin(address, 1, ""), 10);
    }

    private List<PeerId> arrive(String id, String address) {
        var arrival = places.arrive(new PeerId(id), crowd(address));
        assertThat(arrival.admitted()).isTrue();
        return arrival.leaving();
    }

    @Test
    void arrive_moreOfOneAddressThanMayWait_displacesItsOldest() {
        for (int i = 0; i < 10; i++) {
            assertThat(arrive("a" + i, "192.0.2.1")).isEmpty();
        }
        assertThat(arrive("b", "192.0.2.2")).isEmpty();
        for (int i = 10; i < 5000; i++) {
            assertThat(arrive("a" + i, "192.0.2.1")).containsExactly(new PeerId("a" + (i - 10)));
        }
        assertThat(places.waiting()).isEqualTo(11);
    }

    @Test
    void arrive_withAllPlacesTakenByManyAddresses_displacesTheOldestOfTheLargestCrowd() {
        arrive("honest", "198.51.100.1");
        for (int i = 0; i < 9; i++) {
            arrive("a" + i, "192.0.2.1");
            arrive("b" + i, "192.0.2.2");
        }
        arrive("c", "192.0.2.3");
        assertThat(arrive("d", "192.0.2.4")).containsExactly(new PeerId("a0"));
        assertThat(arrive("e", "192.0.2.5")).containsExactly(new PeerId("b0"));
        assertThat(places.waiting()).isEqualTo(20);
    }

    @Test
    void arrive_beforeAnybodyIsConnected_neverTakesThePlaceOfWhoIs() {
        for (int i = 0; i < 19; i++) {
            arrive("v" + i, "192.0.2." + i);
            places.connected(new PeerId("v" + i));
        }
        arrive("x", "192.0.2.100");
        assertThat(arrive("y", "192.0.2.101")).containsExactly(new PeerId("x"));
        places.connected(new PeerId("x"));
        places.connected(new PeerId("y"));
        assertThat(places.arrive(new PeerId("z"), crowd("192.0.2.102")).admitted())
                .as("x lost its place before it connected; the 20 places are connected now")
                .isFalse();
        places.gone(new PeerId("v0"));
        assertThat(arrive("z", "192.0.2.102")).isEmpty();
    }

    @Test
    void gone_twice_freesOnePlace() {
        arrive("a", "192.0.2.1");
        arrive("b", "192.0.2.1");
        places.gone(new PeerId("a"));
        places.gone(new PeerId("a"));
        assertThat(places.waiting()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, address 192.0.2.1",
        "::ffff:192.0.2.1, address 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, address 2001:db8:1:2::/64",
        "[2001:db8:1:2::9], address 2001:db8:1:2::/64",
        "fe80::1%eth0, address fe80::/64",
        "example.org, address unknown",
        "abcdef, address unknown",
        "'', address unknown",
        "999.1.1.1, address unknown"
    })
    void crowd_ofAnAddress_isItsNetwork(String address, String name) {
        assertThat(crowd(address).name()).isEqualTo(name);
    }
}
