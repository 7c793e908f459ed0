// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.camquay.api.access.AccessDecision.Granted;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tickets admit to, for whom and for how long. */
class TicketTest {
    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void house() throws Exception {
        house = new House(folder);
    }

    private int view(String token, String room, String holder) {
        return House.status(house.view(token, room, holder));
    }

    @Test
    void ticket_expires() throws Exception {
        var ticket = house.token(Scope.VIEW, "door");
        house.clock.advance(Duration.ofMinutes(59));
        assertThat(view(ticket, "door", "a")).isEqualTo(200);
        house.clock.advance(Duration.ofMinutes(1));
        assertThat(house.view(ticket, "door", "a").toString()).contains("401", "expired");
        assertThat(house.issuer.tokens()).isEmpty();
    }

    @Test
    void ticket_ofOneRoomAndStreams_admitsToNothingElse() throws Exception {
        var ticket =
                house.made(Scope.VIEW, "door", List.of("main", "sub"), false).text();
        assertThat(((Granted) house.view(ticket, "door", "a")).streams()).containsExactly("main", "sub");
        assertThat(view(ticket, "garage", "a")).isEqualTo(403);
        assertThat(House.status(house.ask(ticket, Scope.VIEW, Kind.STREAM, "sub", "a")))
                .isEqualTo(200);
        assertThat(House.status(house.ask(ticket, Scope.VIEW, Kind.STREAM, "door", "a")))
                .isEqualTo(403);
        var plain = house.token(Scope.VIEW, "door");
        assertThat(House.status(house.ask(plain, Scope.VIEW, Kind.STREAM, "door", "a")))
                .isEqualTo(200);
        assertThat(House.status(house.ask(plain, Scope.VIEW, Kind.STREAM, "garage", "a")))
                .isEqualTo(403);
    }

    @Test
    void ticketForOneUse_staysWithItsFirstHolder_whoMayReturnForTenMinutes() throws Exception {
        var ticket = house.made(Scope.VIEW, "door", List.of(), true).text();
        assertThat(view(ticket, "door", "")).as("nobody in particular").isEqualTo(403);
        assertThat(view(ticket, "", "thief")).as("no use yet").isEqualTo(200);
        assertThat(view(ticket, "door", "first")).isEqualTo(200);
        assertThat(house.view(ticket, "door", "thief").toString()).contains("403", "somebody else");
        house.restart();
        assertThat(view(ticket, "door", "thief")).isEqualTo(403);
        house.clock.advance(Duration.ofMinutes(9));
        assertThat(view(ticket, "door", "first")).isEqualTo(200);
        house.clock.advance(Duration.ofMinutes(1));
        assertThat(house.view(ticket, "door", "first").toString()).contains("401", "time to come back");
        assertThat(view(ticket, "door", "thief")).isEqualTo(403);
        house.restart();
        assertThat(view(ticket, "door", "first")).isEqualTo(401);
    }

    @Test
    void ticketForOneUse_sessionThatRuns_goesOnUntilTheTicketExpires() throws Exception {
        var ticket = house.made(Scope.VIEW, "door", List.of(), true).text();
        assertThat(view(ticket, "door", "first")).isEqualTo(200);
        house.clock.advance(Duration.ofMinutes(50));
        assertThat(view(ticket, "door", "first")).as("comes back").isEqualTo(401);
        for (var kind : List.of(Kind.ROOM, Kind.STREAM)) {
            assertThat(goesOn(ticket, kind, "first")).isEqualTo(200);
            assertThat(goesOn(ticket, kind, "thief")).isEqualTo(403);
        }
        house.restart();
        assertThat(goesOn(ticket, Kind.ROOM, "first")).isEqualTo(200);
        house.clock.advance(Duration.ofMinutes(10));
        assertThat(goesOn(ticket, Kind.ROOM, "first")).as("expired").isEqualTo(401);
    }

    private int goesOn(String ticket, Kind kind, String holder) {
        return House.status(
                house.authorizer.authorize(new AccessRequest(ticket, Scope.VIEW, kind, "door", holder, true)));
    }

    @Test
    void ticketForOneUse_refusedForItsRoom_isNotUsed() throws Exception {
        var ticket = house.made(Scope.VIEW, "door", List.of(), true).text();
        assertThat(view(ticket, "garage", "other")).isEqualTo(403);
        assertThat(view(ticket, "door", "first")).isEqualTo(200);
    }

    @Test
    void uses_areBoundedAndForgottenWhenTheirTokensExpire() throws Exception {
        var uses = new Uses(folder.resolve("uses"), house.clock.instant());
        for (int i = 0; i < Uses.MAX; i++) {
            uses.use(token("" + i, Duration.ofHours(1)), "a", false, house.clock.instant());
        }
        var last = token("last", Duration.ofDays(1));
        assertThat(uses.use(last, "a", false, house.clock.instant())).isEqualTo(Uses.Outcome.FULL);
        house.clock.advance(Duration.ofHours(2));
        assertThat(uses.use(last, "a", false, house.clock.instant())).isEqualTo(Uses.Outcome.ADMITTED);
        assertThat(Files.readAllLines(folder.resolve("uses"))).hasSize(1);
    }

    private Token token(String id, Duration lifetime) {
        var expiry = house.clock.instant().plus(lifetime);
        return new Token("camquay", id, "x", java.util.Set.of(Scope.VIEW), "door", List.of(), true, expiry);
    }

    @Test
    void token_deleted_isVoidAtOnceAndAfterARestart() throws Exception {
        var made = house.made(Scope.VIEW, "door", List.of(), false);
        house.restart();
        assertThat(view(made.text(), "door", "a")).isEqualTo(200);
        assertThat(house.issuer.withdraw(made.token().id(), "test")).isPresent();
        assertThat(house.view(made.text(), "door", "a").toString()).contains("401", "withdrawn");
        house.restart();
        assertThat(view(made.text(), "door", "a")).isEqualTo(401);
    }

    @Test
    void scopes_ofControlAndAdminister_includeWatching() throws Exception {
        var control = house.token(Scope.CONTROL, "");
        assertThat(view(control, "door", "a")).isEqualTo(200);
        assertThat(House.status(house.ask(control, Scope.CONTROL, Kind.COMMAND, "listStreams", "a")))
                .isEqualTo(200);
        assertThat(House.status(house.ask(control, Scope.ADMINISTER, Kind.COMMAND, "addToken", "a")))
                .isEqualTo(403);
        assertThat(House.status(house.ask(control, Scope.DEVICE, Kind.ROOM, "door", "a")))
                .isEqualTo(403);
        var admin = house.token(Scope.ADMINISTER, "");
        assertThat(House.status(house.ask(admin, Scope.ADMINISTER, Kind.COMMAND, "addToken", "a")))
                .isEqualTo(200);
        assertThat(House.status(house.ask(admin, Scope.DEVICE, Kind.ROOM, "door", "a")))
                .isEqualTo(200);
    }

    @Test
    void rooms_onceOneIsInTheList_areOnlyThoseOfTheList() throws Exception {
        var door = house.token(Scope.DEVICE, "door");
        var garage = house.token(Scope.DEVICE, "garage");
        assertThat(device(garage, "garage")).isEqualTo(200);
        house.issuer.addRoom("door", "", "test");
        house.restart();
        assertThat(device(door, "door")).isEqualTo(200);
        assertThat(device(garage, "garage")).isEqualTo(403);
        house.issuer.removeRoom("door", "test");
        assertThat(device(door, "door")).as("the list stays in force").isEqualTo(403);
        house.issuer.allowEveryRoom("test");
        assertThat(device(garage, "garage")).isEqualTo(200);
    }

    private int device(String token, String room) {
        return House.status(house.ask(token, Scope.DEVICE, Kind.ROOM, room, ""));
    }

    @Test
    void files_areForTheirOwnerOnly() throws Exception {
        view(house.made(Scope.VIEW, "door", List.of(), true).text(), "door", "first");
        try (var files = Files.walk(folder.resolve("access"))) {
            for (var file : files.toList()) {
                var wanted = Files.isDirectory(file) ? "rwx------" : "rw-------";
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file)
                        .isEqualTo(wanted);
            }
        }
    }

    @Test
    void file_thatCannotBeRead_letsNobodyIn() throws Exception {
        house.token(Scope.VIEW, "door");
        Files.writeString(folder.resolve("access/access.json"), "{\"rooms\": ");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> house.restart())
                .hasMessageContaining("access.json");
    }
}
