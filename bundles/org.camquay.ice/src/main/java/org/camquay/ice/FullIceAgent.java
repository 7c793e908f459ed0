// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.camquay.api.ice.IceAgent;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceListener;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportState;
import org.camquay.stun.Stun;

/**
 * A full ICE agent (RFC 8445), as its owner sees it. The work is done in {@link Gathering}, {@link Checking},
 * {@link Nomination} and {@link Consent}; which of their pairs is used, {@link PairSelection} says.
 */
final class FullIceAgent implements IceAgent {
    private final AgentSetup setup;
    private final IceListener listener;
    private final Selecting selecting;
    private final Role role;
    private final MediaPath path;
    private final Generations generations;
    private final Progress progress;
    private final RemoteCandidates remoteCandidates;
    private final Reports reports;
    private List<IceServer> servers;
    private List<Servers.Entry> asked = List.of();
    private IceReport lastReport;
    private Runnable onClosed = () -> {};

    FullIceAgent(AgentSetup setup, List<IceServer> servers, IceListener listener) {
        this.setup = setup;
        this.servers = List.copyOf(servers);
        this.listener = listener;
        selecting = new Selecting(setup, listener, () -> asked, this::onPacket, this::diagnosis);
        role = selecting.role();
        path = selecting.path();
        generations = selecting.generations();
        progress = selecting.progress();
        reports = new Reports(setup, role, this::current, selecting.relays());
        remoteCandidates = new RemoteCandidates(setup.label(), this::current);
    }

    private Generation current() {
        return generations.current();
    }

    @Override
    public IceParameters localParameters() {
        return current().credentials().local();
    }

    @Override
    public void gather() {
        if (!progress.isClosed() && !current().gathering().hasBegun()) {
            setup.journal().begin();
            asked = Servers.of(servers, setup.journal());
            current().gather(asked);
        }
    }

    @Override
    public void setServers(List<IceServer> newServers) {
        servers = List.copyOf(newServers);
    }

    @Override
    public void setRemoteParameters(IceParameters parameters) {
        var known = current().credentials().remote();
        if (progress.isClosed() || parameters.equals(known)) {
            return;
        }
        if (known != null) {
            // The peer's restart takes new parameters of ours too (RFC 8445 §9).
            restart();
        }
        current().remote(parameters);
        remoteCandidates.release(parameters.usernameFragment());
        if (role.role() != null) {
            progress.begun();
        }
        selecting.settle();
    }

    @Override
    public void addRemoteCandidate(IceCandidate candidate) throws IceException {
        if (progress.isClosed()) {
            return;
        }
        if (remoteCandidates.add(candidate)) {
            selecting.settle();
        }
    }

    @Override
    public void start(IceRole newRole) {
        if (progress.isClosed() || role.role() == newRole) {
            return;
        }
        boolean first = role.role() == null;
        role.become(newRole);
        if (first) {
            current().begin();
        } else {
            current().roleChanged();
        }
        if (current().credentials().remote() != null) {
            progress.begun();
        }
        selecting.settle();
    }

    @Override
    public IceParameters restart() {
        if (progress.isClosed()) {
            return localParameters();
        }
        generations.restart(path.isOf(current()));
        progress.failed(false);
        gather();
        selecting.settle();
        return localParameters();
    }

    @Override
    public boolean send(ByteBuffer packet) {
        return path.send(packet);
    }

    @Override
    public int sendSegments(ByteBuffer packets, int size) {
        return path.sendSegments(packets, size);
    }

    @Override
    public void attend(long nanos, long slackNanos) {
        path.attend(nanos, slackNanos);
    }

    @Override
    public IceTransportState state() {
        return progress.state();
    }

    @Override
    public boolean isHeard() {
        return selecting.isHeard();
    }

    @Override
    public Optional<IceCandidatePair> selectedPair() {
        return Optional.ofNullable(path.pair()).map(CandidatePair::snapshot);
    }

    @Override
    public List<IceCandidatePair> pairs() {
        return reports.pairs();
    }

    @Override
    public String diagnosis() {
        return reports.diagnosis(state(), path.pair());
    }

    @Override
    public IceReport report() {
        return lastReport != null ? lastReport : reports.report(state(), path.pair(), selecting.reason());
    }

    @Override
    public void close() {
        if (progress.isClosed()) {
            return;
        }
        lastReport = report();
        selecting.close();
        setup.tcp().close();
        onClosed.run();
    }

    /** The receive path: STUN goes to its generation, packets from an admitted address to the owner; others may be reports of a peer that moved. */
    private void onPacket(Transport base, InetSocketAddress remote, ByteBuffer packet) {
        if (progress.isClosed() || setup.isRelayOnly() && !(base instanceof RelayTransport)) {
            return;
        }
        if (Stun.isStun(packet)) {
            generations.onStun(base, remote, packet);
        } else if (generations.admit(base, remote)) {
            path.onPacket();
            selecting.inbox().heard();
            listener.onPacket(packet);
        } else if (listener.onStray(packet)) {
            generations.onStray(base, remote);
        }
    }

    /** Runs once when it was closed. */
    void onClosed(Runnable then) {
        onClosed = then;
    }

    /** An address of this machine came or went. */
    void onBasesChange() {
        selecting.onBasesChange();
    }
}
