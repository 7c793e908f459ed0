// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.AllowedRooms;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.CommandReply.Status;
import org.camquay.api.control.NewToken;
import org.camquay.api.control.TokenEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of the administration. */
class CommandsTest {
    @TempDir
    Path folder;

    private House house;
    private List<Command> commands;

    @BeforeEach
    void house() throws Exception {
        house = new House(folder);
        commands = List.of(
                new AddRoomCommand(house.issuer),
                new DelRoomCommand(house.issuer),
                new ListRoomsCommand(house.issuer),
                new AddTokenCommand(house.issuer),
                new DelTokenCommand(house.issuer),
                new ListTokensCommand(house.issuer));
    }

    private CommandReply call(String name, String... words) {
        var given = new HashMap<String, String>();
        for (String word : words) {
            given.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        return commands.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow()
                .call(given, "test");
    }

    @Test
    void commands_areForAdministrators() {
        assertThat(commands).extracting(Command::scope).containsOnly(Scope.ADMINISTER);
    }

    @Test
    void addToken_showsTheTokenOnce_andListTokensNever() {
        var reply = call("addToken", "roomid=door", "streams=main, sub", "singleUse=1", "seconds=60", "subject=Ann");
        var made = (NewToken) reply.data();
        assertThat(reply.status()).isEqualTo(Status.SUCCESS);
        assertThat(House.status(house.view(made.token(), "door", "a"))).isEqualTo(200);
        assertThat(reply.description()).contains("/play/door#token=").doesNotContain(made.token());
        assertThat(made.toString()).doesNotContain(made.token());
        var listed = call("listTokens");
        assertThat(listed.toString()).doesNotContain(made.token());
        assertThat(listed.data())
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(TokenEntry.class))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.id()).isEqualTo(made.id());
                    assertThat(entry.subject()).isEqualTo("Ann");
                    assertThat(entry.streams()).containsExactly("main", "sub");
                    assertThat(entry.used()).isEqualTo("2026-01-01T00:00:00Z");
                    assertThat(entry.expires()).isEqualTo("2026-01-01T00:01:00Z");
                });
        assertThat(call("delToken", "id=" + made.id()).status()).isEqualTo(Status.SUCCESS);
        assertThat(call("delToken", "id=" + made.id()).status()).isEqualTo(Status.FAIL);
        assertThat(House.status(house.view(made.token(), "door", "a"))).isEqualTo(401);
    }

    @Test
    void addToken_ofEachScope_allowsJustThat() {
        var device = (NewToken) call("addToken", "scope=device", "roomID=door").data();
        assertThat(House.status(house.ask(device.token(), Scope.DEVICE, Kind.ROOM, "door", "")))
                .isEqualTo(200);
        var admin = (NewToken) call("addToken", "scope=Administer").data();
        assertThat(House.status(house.ask(admin.token(), Scope.ADMINISTER, Kind.COMMAND, "addRoom", "")))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "scope=view, roomID",
        "scope=device, roomID",
        "scope=control;roomID=door, roomID",
        "scope=fly, scope",
        "roomID=../etc, roomID",
        "roomID=door;seconds=0, seconds",
        "roomID=door;seconds=999999999, seconds",
        "scope=device;roomID=door;singleUse=1, singleUse"
    })
    void addToken_withWrongParameter_namesIt(String words, String named) {
        var reply = call("addToken", words.split(";"));
        assertThat(reply.status()).isEqualTo(Status.FAIL);
        assertThat(reply.description()).contains(named);
        assertThat(house.issuer.tokens()).isEmpty();
    }

    @Test
    void addToken_overTheLimit_namesTheLimitAndTheRemedy() {
        for (int i = 0; i < 10; i++) {
            assertThat(call("addToken", "roomID=door").status()).isEqualTo(Status.SUCCESS);
        }
        assertThat(call("addToken", "roomID=door").description()).contains("10 tokens", "delToken", "maxTokens");
    }

    @Test
    void rooms_areAddedListedAndDeleted() {
        assertThat(((AllowedRooms) call("listRooms").data()).onlyThese()).isFalse();
        assertThat(call("addRoom", "roomID=door", "description=Front door").status())
                .isEqualTo(Status.SUCCESS);
        var list = (AllowedRooms) call("listRooms").data();
        assertThat(list.onlyThese()).isTrue();
        assertThat(list.rooms()).singleElement().hasToString("RoomEntry[roomID=door, description=Front door]");
        assertThat(call("delRoom", "roomID=garage").status()).isEqualTo(Status.FAIL);
        assertThat(call("delRoom", "roomID=door").description()).contains("no room may be opened now");
        assertThat(call("delRoom", "roomID=*").status()).isEqualTo(Status.SUCCESS);
        assertThat(house.issuer.isAllowed("anything")).isTrue();
    }
}
