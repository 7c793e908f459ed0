// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.util.List;
import java.util.Map;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.AllowedRooms;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.RoomEntry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the rooms that may be opened. */
@Component
public final class ListRoomsCommand implements Command {
    private final TokenIssuer issuer;

    @Activate
    public ListRoomsCommand(@Reference(name = "issuer") TokenIssuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public String name() {
        return "listRooms";
    }

    @Override
    public String description() {
        return "Lists the rooms that may be opened";
    }

    @Override
    public Scope scope() {
        return Scope.ADMINISTER;
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of();
    }

    @Override
    public CommandReply execute(CommandArguments arguments) {
        var rooms = issuer.rooms();
        var entries = rooms.orElse(Map.of()).entrySet().stream()
                .map(room -> new RoomEntry(room.getKey(), room.getValue()))
                .toList();
        return CommandReply.success(
                rooms.isPresent() ? "Only these rooms may be opened" : "Every room may be opened",
                new AllowedRooms(rooms.isPresent(), entries));
    }
}
