// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import static org.camquay.api.control.CommandParameter.optional;

import java.util.List;
import java.util.Locale;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandParameter.Type;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.PeerReport;
import org.camquay.api.control.PeerReport.CandidateEntry;
import org.camquay.api.control.PeerReport.PairEntry;
import org.camquay.api.control.PeerReport.ServerEntry;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceReport;
import org.camquay.api.peer.PeerEntry;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.Peers;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The connection doctor: tells how a viewer's connection came about, or why it did not. */
@Component
public final class GetPeerInfoCommand implements Command {
    private final Peers peers;

    @Activate
    public GetPeerInfoCommand(@Reference(name = "peers") Peers peers) {
        this.peers = peers;
    }

    @Override
    public String name() {
        return "getPeerInfo";
    }

    @Override
    public String description() {
        return "Tells how a viewer is connected or why it is not: what was gathered, from which server, what was tried";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of(
                optional("id", Type.STRING, "", "of clientsConnected, also of one that left lately; without, of all"));
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var live = peers.list();
        if (!arguments.has("id")) {
            var reports = live.stream()
                    .flatMap(peer -> peers.iceReport(peer.id()).map(report -> entry(peer.id(), peer, report)).stream())
                    .toList();
            return CommandReply.success("Viewers: " + reports.size(), reports);
        }
        var id = new PeerId(arguments.text("id"));
        var report = peers.iceReport(id)
                .orElseThrow(() ->
                        new CommandException("there is no viewer '" + id + "', nor was lately; see clientsConnected"));
        var peer = live.stream().filter(p -> p.id().equals(id)).findFirst().orElse(null);
        return CommandReply.success(
                report.diagnosis().isEmpty() ? "Viewer information" : report.diagnosis(), entry(id, peer, report));
    }

    private static PeerReport entry(PeerId id, PeerEntry peer, IceReport report) {
        return new PeerReport(
                id.value(),
                peer == null ? "" : peer.streamName(),
                report.state().name().toLowerCase(Locale.ROOT),
                report.role() == null ? "" : report.role().name().toLowerCase(Locale.ROOT),
                CandidateText.path(report.selectedPair()),
                report.diagnosis(),
                report.selectedPair() == null ? null : pair(report.selectedPair(), -1, -1),
                report.selectionReason(),
                report.connectedAfter(),
                report.selectedAfter(),
                report.gathered().stream().map(GetPeerInfoCommand::candidate).toList(),
                report.servers().stream()
                        .map(s -> new ServerEntry(s.url(), s.answered(), s.outcome(), s.after()))
                        .toList(),
                report.pairs().stream()
                        .map(tried -> pair(tried.pair(), tried.begun(), tried.decided()))
                        .toList());
    }

    private static CandidateEntry candidate(IceReport.Gathered gathered) {
        var text = CandidateText.of(gathered.candidate());
        return new CandidateEntry(text.type(), text.protocol(), text.address(), gathered.url(), gathered.after());
    }

    private static PairEntry pair(IceCandidatePair pair, long begun, long decided) {
        return new PairEntry(
                CandidateText.of(pair.local()).toString(),
                CandidateText.of(pair.remote()).toString(),
                pair.state(),
                pair.nominated(),
                pair.roundTripTime(),
                begun,
                decided);
    }
}
