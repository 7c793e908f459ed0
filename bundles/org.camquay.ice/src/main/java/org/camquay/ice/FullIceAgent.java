// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.camquay.stun.StunMessage;
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
    private final EarlyCandidates early = new EarlyCandidates();
    private Generation current;
    private Generation previous;
    private Selection selection;
    private IceTransportState state = IceTransportState.NEW;
    private boolean begun;
    private boolean failed;
    private boolean closed;

    FullIceAgent(AgentSetup setup, IceListener listener) {
        this.setup = setup;
        this.listener = listener;
        this.inbox = new Inbox(setup.loop(), this::onPacket);
        this.current = new Generation(setup, this, role, inbox);
    }

    @Override
    public IceParameters localParameters() {
        return current.credentials().local();
    }

    @Override
    public void gather() {
        if (!closed) {
            current.gather();
        }
    }

    @Override
    public void setRemoteParameters(IceParameters parameters) {
        var known = current.credentials().remote();
        if (closed || parameters.equals(known)) {
            return;
        }
        if (known != null) {
            // The peer's restart takes new parameters of ours too (RFC 8445 §9).
            restart();
        }
        current.remote(parameters);
        for (var candidate : early.take(parameters.usernameFragment())) {
            try {
                add(candidate);
            } catch (IceException e) {
                log.debug("{}: {}", setup.label(), e.getMessage());
            }
        }
        begun |= role.role() != null;
        update();
    }

    @Override
    public void addRemoteCandidate(IceCandidate candidate) throws IceException {
        if (closed) {
            return;
        }
        var remote = current.credentials().remote();
        if (remote != null && EarlyCandidates.belongs(candidate, remote.usernameFragment())) {
            add(candidate);
            update();
        } else {
            if (!candidate.isEnd()) {
                CandidateAttribute.parse(candidate.candidate());
            }
            early.add(candidate);
        }
    }

    private void add(IceCandidate candidate) throws IceException {
        if (candidate.isEnd()) {
            current.endOfRemoteCandidates();
            return;
        }
        // A name is nobody's address: the peer's checks will tell where it is.
        Candidate.usable(CandidateAttribute.parse(candidate.candidate()))
                .ifPresentOrElse(current::addRemote, current.tally()::unusable);
    }

    @Override
    public void start(IceRole newRole) {
        if (closed || role.role() == newRole) {
            return;
        }
        boolean first = role.role() == null;
        role.become(newRole);
        if (first) {
            current.begin();
        } else {
            onRoleChange();
        }
        begun |= current.credentials().remote() != null;
        update();
    }

    @Override
    public IceParameters restart() {
        if (closed) {
            return localParameters();
        }
        var old = current;
        current = new Generation(setup, this, role, inbox);
        if (selection != null && selection.generation() == old) {
            closePrevious();
            previous = old;
            old.checking().stop();
        } else {
            old.close(previous);
        }
        failed = false;
        current.gather();
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
        return current.checklist().ordered().stream()
                .map(CandidatePair::snapshot)
                .toList();
    }

    @Override
    public String diagnosis() {
        return switch (state) {
            case NEW -> "it has not begun";
            case CHECKING -> "no pair works yet: " + current.failure();
            case CONNECTED, COMPLETED -> "connected, " + selection.pair();
            case DISCONNECTED -> "the peer does not answer, " + selection.pair();
            case FAILED -> current.failure();
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
        closePrevious();
        current.close(null);
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
        StunMessage.decode(packet).ifPresent(message -> {
            if (message.messageClass().isResponse()) {
                onResponse(base, remote, message);
            } else {
                var fragment = Stun.usernameFragment(packet).orElse("");
                generation(fragment).ifPresent(generation -> generation.onStun(base, remote, message));
            }
        });
    }

    private void onResponse(Transport base, InetSocketAddress remote, StunMessage message) {
        if (previous != null) {
            previous.onStun(base, remote, message);
        }
        current.onStun(base, remote, message);
    }

    private Optional<Generation> generation(String fragment) {
        return Stream.of(Optional.of(current), Optional.ofNullable(previous))
                .flatMap(Optional::stream)
                .filter(generation -> !generation.isClosed())
                .filter(generation ->
                        generation.credentials().local().usernameFragment().equals(fragment))
                .findFirst();
    }

    @Override
    public void onGatheringState(Generation generation, IceGatheringState newState) {
        if (generation == current && !closed) {
            listener.onGatheringState(newState);
            update();
        }
    }

    @Override
    public void onLocalCandidate(Generation generation, Candidate candidate) {
        if (generation == current && !closed) {
            var fragment = generation.credentials().local().usernameFragment();
            listener.onCandidate(new IceCandidate(candidate.attribute(), null, null, fragment));
        }
    }

    /** Any pair that works will do until one is nominated (RFC 8445 §12.1), but not in place of an old one that works. */
    @Override
    public void onValid(Generation generation, CandidatePair pair) {
        if (generation != current) {
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
        if (generation == current) {
            select(pair);
            closePrevious();
            update();
        }
    }

    @Override
    public void onRoleChange() {
        log.debug("{}: a role conflict makes this side {}", setup.label(), role.role());
        current.roleChanged();
    }

    @Override
    public void onFailed(Generation generation) {
        if (generation != current) {
            return;
        }
        if (selection != null) {
            log.warn("{}: the ICE restart failed, the old pair goes on: {}", setup.label(), generation.failure());
            generation.close(previous);
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
        boolean restarting = previous != null && !current.isClosed();
        select(null);
        closePrevious();
        if (restarting) {
            update();
        } else {
            fail();
        }
    }

    private void fail() {
        failed = true;
        current.close(previous);
        update();
    }

    private void select(CandidatePair pair) {
        if (selection != null && selection.pair() == pair) {
            return;
        }
        if (selection != null) {
            selection.consent().stop();
        }
        selection = pair == null ? null : new Selection(current, pair, new Consent(current, pair, this));
    }

    private void closePrevious() {
        if (previous != null) {
            previous.close(current);
            previous = null;
        }
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
            return selection.generation() == current && current.isComplete()
                    ? IceTransportState.COMPLETED
                    : IceTransportState.CONNECTED;
        } else if (failed) {
            return IceTransportState.FAILED;
        }
        return begun ? IceTransportState.CHECKING : IceTransportState.NEW;
    }
}
