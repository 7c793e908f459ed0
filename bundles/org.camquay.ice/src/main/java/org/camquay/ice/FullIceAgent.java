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
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceListener;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportState;
import org.camquay.stun.Stun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A full ICE agent (RFC 8445): the current generation, the one before it while that still carries packets, and what
 * the owner is told. The work is done in {@link Gathering}, {@link Checking}, {@link Nomination} and {@link Consent}.
 */
final class FullIceAgent implements IceAgent, GenerationOwner, Consent.Listener, Relays.Listener {
    private static final Logger log = LoggerFactory.getLogger(FullIceAgent.class);

    private final AgentSetup setup;
    private final IceListener listener;
    private final Inbox inbox;
    private final Role role = new Role();
    private final Generations generations;
    private final RemoteCandidates remoteCandidates;
    private final Relays relays;
    private final Reports reports;
    private List<IceServer> servers;
    private List<Servers.Entry> asked = List.of();
    private Selection selection;
    private IceReport lastReport;
    private Runnable onClosed = () -> {};
    private IceTransportState state = IceTransportState.NEW;
    private boolean begun;
    private boolean failed;
    private boolean closed;

    FullIceAgent(AgentSetup setup, List<IceServer> servers, IceListener listener) {
        this.servers = List.copyOf(servers);
        this.relays = new Relays(setup, setup.journal(), this, this::onPacket);
        this.setup = setup;
        this.listener = listener;
        this.inbox = new Inbox(setup.loop(), this::onPacket);
        this.generations = new Generations(() -> new Generation(setup, this, role, inbox, relays), setup.loop());
        this.reports = new Reports(setup, role, this::current, relays);
        this.remoteCandidates = new RemoteCandidates(setup.label(), this::current);
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
        if (!closed && !current().gathering().hasBegun()) {
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
        if (closed || parameters.equals(known)) {
            return;
        }
        if (known != null) {
            // The peer's restart takes new parameters of ours too (RFC 8445 §9).
            restart();
        }
        current().remote(parameters);
        remoteCandidates.release(parameters.usernameFragment());
        begun |= role.role() != null;
        update();
    }

    @Override
    public void addRemoteCandidate(IceCandidate candidate) throws IceException {
        if (closed) {
            return;
        }
        if (remoteCandidates.add(candidate)) {
            update();
        }
    }

    @Override
    public void start(IceRole newRole) {
        if (closed || role.role() == newRole) {
            return;
        }
        boolean first = role.role() == null;
        role.become(newRole);
        if (first) {
            current().begin();
        } else {
            onRoleChange();
        }
        begun |= current().credentials().remote() != null;
        update();
    }

    @Override
    public IceParameters restart() {
        if (closed) {
            return localParameters();
        }
        generations.restart(selection != null && generations.isCurrent(selection.generation()));
        failed = false;
        gather();
        update();
        return localParameters();
    }

    @Override
    public boolean send(ByteBuffer packet) {
        return selection != null && selection.pair().send(packet);
    }

    @Override
    public int sendSegments(ByteBuffer packets, int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("segments of " + size + " bytes");
        } else if (selection == null) {
            packets.position(packets.limit());
            return 0;
        }
        return selection.pair().sendSegments(packets, size);
    }

    @Override
    public IceTransportState state() {
        return state;
    }

    @Override
    public Optional<IceCandidatePair> selectedPair() {
        return Optional.ofNullable(selection).map(used -> used.pair().snapshot());
    }

    @Override
    public List<IceCandidatePair> pairs() {
        return reports.pairs();
    }

    @Override
    public String diagnosis() {
        return reports.diagnosis(state, selection == null ? null : selection.pair());
    }

    @Override
    public IceReport report() {
        return lastReport != null ? lastReport : reports.report(state, selection == null ? null : selection.pair());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        lastReport = report();
        closed = true;
        select(null);
        generations.closePrevious();
        generations.closeCurrent();
        relays.close();
        setup.tcp().close();
        onClosed.run();
        state = IceTransportState.CLOSED;
    }

    /** The receive path: whose message it is, to which generation it belongs, and everything else is the owner's. */
    private void onPacket(Transport base, InetSocketAddress remote, ByteBuffer packet) {
        if (closed || setup.isRelayOnly() && !(base instanceof RelayTransport)) {
            return;
        }
        if (!Stun.isStun(packet)) {
            listener.onPacket(packet);
            return;
        }
        generations.onStun(base, remote, packet);
    }

    @Override
    public void onGatheringState(Generation generation, IceGatheringState newState) {
        if (generations.isCurrent(generation) && !closed) {
            listener.onGatheringState(newState);
            update();
        }
    }

    @Override
    public void onLocalCandidate(Generation generation, Candidate candidate) {
        if (generations.isCurrent(generation) && !closed) {
            var fragment = generation.credentials().local().usernameFragment();
            listener.onCandidate(new IceCandidate(candidate.attribute(), null, null, fragment));
        }
    }

    /** Any pair that works will do until one is nominated (RFC 8445 §12.1), but not in place of an old one that works. */
    @Override
    public void onValid(Generation generation, CandidatePair pair) {
        if (!generations.isCurrent(generation)) {
            return;
        }
        boolean better = selection == null
                || selection.generation() == generation
                        && !selection.pair().isNominated()
                        && pair.priority(role.isControlling())
                                > selection.pair().priority(role.isControlling())
                || !selection.consent().isFresh();
        if (better) {
            select(pair);
        }
        update();
    }

    @Override
    public void onNominated(Generation generation, CandidatePair pair) {
        if (generations.isCurrent(generation)) {
            select(pair);
            setup.journal().selected();
            generations.retirePrevious(() -> relays.retain(asked));
            update();
        }
    }

    @Override
    public void onRoleChange() {
        log.debug("{}: a role conflict makes this side {}", setup.label(), role.role());
        current().roleChanged();
    }

    @Override
    public void onFailed(Generation generation) {
        if (!generations.isCurrent(generation)) {
            return;
        }
        if (selection != null) {
            log.warn("{}: the ICE restart failed, the old pair goes on: {}", setup.label(), generation.failure());
            generations.closeCurrent();
            return;
        }
        fail();
    }

    @Override
    public void onRelayed(RelayTransport base, Candidate candidate, String url) {
        if (!closed) {
            current().addLocal(base, candidate, url);
        }
    }

    @Override
    public void onRelaysChange() {
        if (!closed) {
            current().gathering().check();
        }
    }

    @Override
    public void onRelayLost(RelayTransport base) {
        onBaseLost(base);
    }

    /** Runs once when it was closed. */
    void onClosed(Runnable then) {
        onClosed = then;
    }

    /** An address came or went: tells the peer of new ones, and leaves those that are gone. */
    void onBasesChange() {
        if (closed) {
            return;
        }
        var open = setup.bases().get();
        current().checklist().bases().stream()
                .filter(base -> base instanceof SharedTransport && base.protocol() != Protocol.TCP_ACTIVE)
                .filter(base -> !open.contains(base))
                .forEach(this::onBaseLost);
        if (state != IceTransportState.COMPLETED) {
            current().gathering().onBasesChange();
        }
    }

    private void onBaseLost(Transport base) {
        if (closed) {
            return;
        }
        boolean inUse = selection != null && selection.pair().base() == base;
        if (inUse) {
            log.info("{}: {} is gone, over which the peer was reached", setup.label(), base);
            selection.consent().lose();
        }
        generations.all().toList().forEach(generation -> generation.removeLocal(base));
        if (inUse) {
            current().gathering().onBasesChange();
            current().reopen();
        }
        update();
    }

    @Override
    public void onConsentChange() {
        update();
    }

    @Override
    public void onConsentExpired() {
        boolean restarting = generations.isRestarting();
        select(null);
        generations.closePrevious();
        if (restarting) {
            update();
        } else {
            fail();
        }
    }

    private void fail() {
        failed = true;
        generations.closeCurrent();
        update();
        relays.close();
    }

    private void select(CandidatePair pair) {
        if (selection != null && selection.pair() == pair) {
            return;
        }
        if (selection != null) {
            selection.consent().stop();
        }
        if (pair != null) {
            setup.journal().connected();
            pair.base().prefer(pair.remoteAddress());
        }
        selection = pair == null ? null : new Selection(current(), pair, new Consent(current(), pair, this));
    }

    /** Works out the state from the facts, and tells the owner if it changed. */
    private void update() {
        var now = work();
        if (closed || now == state) {
            return;
        }
        var before = state;
        state = now;
        if (now == IceTransportState.FAILED) {
            log.info("{}: ICE failed: {}", setup.label(), diagnosis());
        } else if (now == IceTransportState.CONNECTED && before == IceTransportState.CHECKING) {
            log.info("{}: {}", setup.label(), diagnosis());
        }
        listener.onState(now);
    }

    private IceTransportState work() {
        if (selection != null) {
            if (!selection.consent().isFresh()) {
                return IceTransportState.DISCONNECTED;
            }
            return generations.isCurrent(selection.generation()) && current().isComplete()
                    ? IceTransportState.COMPLETED
                    : IceTransportState.CONNECTED;
        } else if (failed) {
            return IceTransportState.FAILED;
        }
        return begun ? IceTransportState.CHECKING : IceTransportState.NEW;
    }
}
