// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.camquay.api.control.CommandParameter.optional;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.camquay.api.control.ClientEntry;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.peer.PeerEntry;
import org.camquay.api.peer.PeerStats.OutboundRtp;
import org.camquay.api.peer.Peers;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the viewers. */
@Component
public final class ClientsConnectedCommand implements Command {
    private final Peers peers;

    @Activate
    public ClientsConnectedCommand(@Reference(name = "peers") Peers peers) {
        this.peers = peers;
    }

    @Override
    public String name() {
        return "clientsConnected";
    }

    @Override
    public String description() {
        return "Lists the viewers, of one stream or of all";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(optional("localStreamName", Type.STRING, "", "only viewers of this stream"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) {
        String name = arguments.text("localStreamName");
        var now = InstantSource.system().instant();
        var clients = peers.list().stream()
                .filter(peer -> name.isEmpty() || name.equals(peer.streamName()))
                .map(peer -> entry(peer, now))
                .toList();
        return CommandReply.success("Viewers: " + clients.size(), clients);
    }

    private static ClientEntry entry(PeerEntry peer, Instant now) {
        var outbound = peer.stats().outbound();
        return new ClientEntry(
                peer.id().value(),
                peer.streamName(),
                peer.signaling(),
                peer.remote(),
                peer.state().name().toLowerCase(Locale.ROOT),
                Duration.between(peer.since(), now).toMillis() / 1000.0,
                outbound.stream().mapToLong(OutboundRtp::packetsSent).sum(),
                outbound.stream().mapToLong(OutboundRtp::bytesSent).sum(),
                outbound.stream().mapToLong(OutboundRtp::packetsLost).sum(),
                outbound.stream().mapToDouble(OutboundRtp::roundTripTime).max().orElse(0),
                pair(peer.stats().selectedPair()));
    }

    private static String pair(IceCandidatePair pair) {
        return pair == null ? "" : CandidateText.of(pair.local()) + " to " + CandidateText.of(pair.remote());
    }
}
