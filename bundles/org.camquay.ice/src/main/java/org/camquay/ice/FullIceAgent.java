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
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportState;
import org.camquay.stun.Stun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A full ICE agent (RFC 8445): the current generation, the one before it while that still carries packets, and what
 * the owner is told. The work is done in {@link Gathering}, {@link Checking}, {@link Nomination} and {@link Consent}.
 */
final class FullIceAgent implements IceAgent, Generation.Owner, Consent.Listener {
    private static final Logger log = LoggerFactory.getLogger(FullIceAgent.class);

    private final AgentSetup setup;
    private final IceListener listener;
    private final Inbox inbox;
    private final Role role = new Role();
    private final Generations generations;
    private final RemoteCandidates remoteCandidates;
    private Selection selection;
    private IceTransportState state = IceTransportState.NEW;
    private boolean begun;
    private boolean failed;
    private boolean closed;

    FullIceAgent(AgentSetup setup, IceListener listener) {
        this.setup = setup;
        this.listener = listener;
        this.inbox = new Inbox(setup.loop(), this::onPacket);
        this.generations = new Generations(() -> new Generation(setup, this, role, inbox));
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
        if (!closed) {
            current().gather();
        }
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
        current().gather();
        update();
        return localParameters();
    }

    @Override
    public boolean send(ByteBuffer packet) {
        return selection != null && selection.pair().send(packet);
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
        return current().checklist().ordered().stream()
                .map(CandidatePair::snapshot)
                .toList();
    }

    @Override
    public String diagnosis() {
        return switch (state) {
            case NEW -> "it has not begun";
            case CHECKING -> "no pair works yet: " + current().failure();
            case CONNECTED, COMPLETED -> "connected, " + selection.pair();
            case DISCONNECTED -> "the peer does not answer, " + selection.pair();
            case FAILED -> current().failure();
            case CLOSED -> "it was closed";
        };
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        select(null);
        generations.closePrevious();
        generations.closeCurrent();
        state = IceTransportState.CLOSED;
    }

    /** The receive path: whose message it is, to which generation it belongs, and everything else is the owner's. */
    private void onPacket(Transport base, InetSocketAddress remote, ByteBuffer packet) {
        if (closed) {
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
            generations.closePrevious();
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
    }

    private void select(CandidatePair pair) {
        if (selection != null && selection.pair() == pair) {
            return;
        }
        if (selection != null) {
            selection.consent().stop();
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
