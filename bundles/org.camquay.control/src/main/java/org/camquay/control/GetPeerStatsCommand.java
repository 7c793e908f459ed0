// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.camquay.api.control.CommandParameter.optional;

import java.time.InstantSource;
import java.util.List;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.PeerStatsList;
import org.camquay.api.peer.Peers;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells what viewers were sent and how it arrived, in the words of W3C webrtc-stats. */
@Component
public final class GetPeerStatsCommand implements Command {
    private final Peers peers;

    @Activate
    public GetPeerStatsCommand(@Reference(name = "peers") Peers peers) {
        this.peers = peers;
    }

    @Override
    public String name() {
        return "getPeerStats";
    }

    @Override
    public String description() {
        return "Tells what a viewer was sent and how it arrived: rates, packets, losses, repair, queues, delays";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(
                optional("id", Type.STRING, "", "of clientsConnected; without, of all, and the sums over each stream"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        long now = InstantSource.system().millis();
        var live = peers.list();
        if (!arguments.has("id")) {
            var reports = live.stream().map(peer -> PeerFigures.of(peer, now)).toList();
            return CommandReply.success(
                    "Viewers: " + reports.size(), new PeerStatsList(reports, StreamFigures.of(reports)));
        }
        String id = arguments.text("id");
        var peer = live.stream()
                .filter(p -> p.id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> new CommandException("there is no viewer '" + id + "'; see clientsConnected"));
        return CommandReply.success("Viewer statistics", PeerFigures.of(peer, now));
    }
}
