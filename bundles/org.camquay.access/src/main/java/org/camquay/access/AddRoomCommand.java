// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import static org.camquay.api.control.CommandParameter.mandatory;
import static org.camquay.api.control.CommandParameter.optional;

import java.util.List;
import org.camquay.api.access.AccessRequest.Scope;
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

/** Allows a room; from the first one on, no other room may be opened. */
@Component
public final class AddRoomCommand implements Command {
    private final TokenIssuer issuer;

    @Activate
    public AddRoomCommand(@Reference(name = "issuer") TokenIssuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public String name() {
        return "addRoom";
    }

    @Override
    public String description() {
        return "Allows a room; from the first one on, only allowed rooms may be opened";
    }

    @Override
    public Scope scope() {
        return Scope.ADMINISTER;
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(
                mandatory("roomID", Type.STRING, "the room"),
                optional("description", Type.STRING, "", "your own words, for listRooms"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var room = RoomNames.checked(arguments.text("roomID"));
        var description = RoomNames.words("description", arguments.text("description"));
        issuer.addRoom(room, description, arguments.caller());
        return CommandReply.success("Room added", new RoomEntry(room, description));
    }
}
