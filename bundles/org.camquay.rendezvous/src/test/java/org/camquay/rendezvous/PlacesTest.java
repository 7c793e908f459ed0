// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many may be here at once, and who has to go for whom. */
class PlacesTest {
    private static final long LATER = Duration.ofSeconds(3).toNanos();

    private final Tally tally = new Tally(() -> 0L);
    private final Places places = new Places(40, 8, tally);
    private final List<String> ended = new ArrayList<>();

    private Places.Place take(String address, Standing standing) {
        var place = places.take(address, standing == Standing.DEVICE, 0).place().orElseThrow();
        place.opened(() -> ended.add(address));
        place.becomes(standing);
        return place;
    }

    @Test
    void address_full_isRefusedWith429UntilOneOfItsIdleOnesIsOld() {
        for (int i = 0; i < 7; i++) {
            take("a", Standing.WATCHING);
        }
        take("a", Standing.IDLE);
        assertThat(places.take("a", false, 1).status()).isEqualTo(429);
        assertThat(places.take("b", false, 1).place()).isPresent();
        assertThat(places.take("a", false, LATER).place()).isPresent();
        assertThat(ended).containsExactly("a");
    }

    @Test
    void house_fullOfSessions_keepsAQuarterForDevices() {
        for (int i = 0; i < 30; i++) {
            take("viewer" + i, Standing.WATCHING);
        }
        var refused = places.take("viewer30", false, LATER);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.reason()).contains("full");
        for (int i = 0; i < 10; i++) {
            take("device" + i, Standing.DEVICE);
        }
        assertThat(places.take("device10", true, LATER).status()).isEqualTo(503);
        assertThat(ended).isEmpty();
    }

    @Test
    void house_fullOfIdleOnes_letsNewcomersInAtTheCostOfTheMostCrowdedAddress() {
        for (int i = 0; i < 22; i++) {
            take("lone" + i, Standing.IDLE);
        }
        for (int i = 0; i < 8; i++) {
            take("crowd", Standing.IDLE);
        }
        for (int i = 0; i < 5; i++) {
            var place = places.take("new" + i, false, LATER).place().orElseThrow();
            place.opened(() -> {});
            place.becomes(Standing.WATCHING);
        }
        assertThat(ended).hasSize(5).containsOnly("crowd");
        assertThat(places.size()).isEqualTo(30);
    }

    @Test
    void house_fullOfNewcomersOfFewAddresses_letsOthersInAtOnce() {
        for (int i = 0; i < 30; i++) {
            take("flood" + i / 8, Standing.NEWCOMER);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(places.take("honest" + i, false, 1).place()).isPresent();
        }
        assertThat(ended).hasSize(5).allMatch(address -> address.startsWith("flood"));
    }

    @Test
    void house_fullOfNewcomers_givesThemTheirTimeToRegister() {
        for (int i = 0; i < 30; i++) {
            take("new" + i, Standing.NEWCOMER);
        }
        assertThat(places.take("one more", false, 1).status()).isEqualTo(503);
        assertThat(places.take("one more", false, LATER).place()).isPresent();
        assertThat(ended).containsExactly("new0");
    }

    @Test
    void device_thatIsNone_hasNoPlaceWhereViewersHaveNone() {
        for (int i = 0; i < 30; i++) {
            take("viewer" + i, Standing.WATCHING);
        }
        var place = places.take("liar", true, 0).place().orElseThrow();
        place.opened(() -> {});
        assertThat(place.becomes(Standing.IDLE)).isFalse();
        place.leave();
        place.leave();
        assertThat(places.size()).isEqualTo(30);
    }

    @Test
    void waiting_isForAQuarter_theOldestOfTheMostCrowdedAddressGoes() {
        take("lone", Standing.WAITING);
        for (int i = 0; i < 5; i++) {
            take("crowd", Standing.WAITING);
        }
        for (int i = 0; i < 5; i++) {
            take("other" + i, Standing.WAITING);
        }
        assertThat(ended).containsExactly("crowd");
        assertThat(tally.of(Limit.WAITING_VIEWERS)).isEqualTo(1);
    }

    @Test
    void handshake_thatCameToNothing_isForgotten() {
        for (int i = 0; i < 30; i++) {
            places.take("ghost" + i, false, 0);
        }
        assertThat(places.take("honest", false, Duration.ofSeconds(21).toNanos())
                        .place())
                .isPresent();
        assertThat(places.size()).isEqualTo(1);
    }
}
