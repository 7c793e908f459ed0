// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import static org.camquay.api.control.CommandParameter.mandatory;

import java.util.List;
import java.util.Map;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.AllowedRooms;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.RoomEntry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes a room out of those that may be opened. */
@Component
public final class DelRoomCommand implements Command {
    private static final String EVERY = "*";

    private final TokenIssuer issuer;

    @Activate
    public DelRoomCommand(@Reference(name = "issuer") TokenIssuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public String name() {
        return "delRoom";
    }

    @Override
    public String description() {
        return "Takes a room out of those that may be opened; * allows every room again";
    }

    @Override
    public Scope scope() {
        return Scope.ADMINISTER;
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(mandatory("roomID", Type.STRING, "the room, or * to allow every room again"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var room = arguments.text("roomID");
        if (room.equals(EVERY)) {
            issuer.allowEveryRoom(arguments.caller());
            return CommandReply.success("Every room may be opened", new AllowedRooms(false, List.of()));
        }
        if (!issuer.removeRoom(room, arguments.caller())) {
            throw new CommandException("no such room in the list; see listRooms");
        }
        boolean last = issuer.rooms().map(Map::isEmpty).orElse(false);
        return CommandReply.success(
                last ? "Room deleted; no room may be opened now, and roomID=* allows every room again" : "Room deleted",
                new RoomEntry(room, ""));
    }
}
