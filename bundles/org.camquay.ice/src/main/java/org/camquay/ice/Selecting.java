// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceListener;
import org.camquay.api.ice.IceTransportState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what happens to an agent's generations, relays, addresses and consent, and after each event does what
 * {@link PairSelection} says and tells the agent's owner. On the agent's loop.
 */
final class Selecting implements GenerationOwner, Consent.Listener, Relays.Listener {
    private static final Logger log = LoggerFactory.getLogger(Selecting.class);

    private final AgentSetup setup;
    private final IceListener listener;
    private final Supplier<List<Servers.Entry>> asked;
    private final Role role = new Role();
    private final Inbox inbox;
    private final MediaPath path = new MediaPath(this);
    private final Generations generations;
    private final Progress progress;
    private final Relays relays;
    private boolean heard;
    private PairSelection.Reason reason = PairSelection.Reason.NOTHING_WORKS;

    /**
     * With a first generation.
     *
     * @param asked the servers of the current one
     * @param reader gets all packets
     * @param diagnosis one sentence on the state, for the log
     */
    Selecting(
            AgentSetup setup,
            IceListener listener,
            Supplier<List<Servers.Entry>> asked,
            Inbox.Reader reader,
            Supplier<String> diagnosis) {
        this.setup = setup;
        this.listener = listener;
        this.asked = asked;
        inbox = new Inbox(setup.loop(), reader);
        generations = new Generations(this::nextGeneration, setup.loop());
        progress = new Progress(setup.label(), listener, diagnosis);
        relays = new Relays(setup, setup.journal(), this, reader);
        generations.begin();
    }

    private Generation nextGeneration() {
        return new Generation(setup, this, role, inbox, relays);
    }

    Inbox inbox() {
        return inbox;
    }

    Role role() {
        return role;
    }

    MediaPath path() {
        return path;
    }

    Generations generations() {
        return generations;
    }

    Progress progress() {
        return progress;
    }

    Relays relays() {
        return relays;
    }

    /** Why the pair in use is used, or why there is none. */
    PairSelection.Reason reason() {
        return reason;
    }

    /** Whether the peer has shown, at any time, that it knows our password. */
    boolean isHeard() {
        return heard;
    }

    /** Something happened: uses the pair that is right now, and tells the state. */
    void settle() {
        if (progress.isClosed()) {
            return;
        }
        var options = new ArrayList<PairSelection.Option>();
        for (var generation : generations.open()) {
            generation.addOptions(options, generations.isCurrent(generation), path);
        }
        var choice = PairSelection.choose(options, role.isControlling());
        reason = choice.reason();
        if (choice.pair() != null && choice.pair() != path.pair()) {
            move(choice);
        }
        var current = generations.current();
        progress.update(new Progress.Facts(path.isOpen(), path.isFresh(), path.isOf(current) && current.isComplete()));
    }

    private void move(PairSelection.Choice choice) {
        var left = path.pair();
        var generation = generations.open().stream()
                .filter(each -> each.checklist().has(choice.pair()))
                .findFirst()
                .orElseThrow();
        if (choice.reason() == PairSelection.Reason.MOVED) {
            log.info(
                    "pair in use changed: {} (to {}, {}; from {})", setup.label(), choice.pair(), reason.words(), left);
        }
        path.use(generation, choice.pair());
        setup.journal().connected();
        listener.onSelectedPairChange(choice.pair().snapshot());
        if (left != null) {
            generation.onLeft(left);
        }
    }

    void close() {
        progress.close();
        path.close();
        generations.closePrevious();
        generations.closeCurrent();
        relays.close();
    }

    @Override
    public void onGatheringState(Generation generation, IceGatheringState newState) {
        if (generations.isCurrent(generation) && !progress.isClosed()) {
            listener.onGatheringState(newState);
            settle();
        }
    }

    @Override
    public void onLocalCandidate(Generation generation, Candidate candidate) {
        if (generations.isCurrent(generation) && !progress.isClosed()) {
            var fragment = generation.credentials().local().usernameFragment();
            listener.onCandidate(new IceCandidate(candidate.attribute(), null, null, fragment));
        }
    }

    @Override
    public void onAnswered(Generation generation, CandidatePair pair) {
        heard = true;
        path.onAnswered(pair);
        settle();
    }

    @Override
    public void onHeard(Generation generation, CandidatePair pair) {
        heard = true;
        path.onHeard(pair);
    }

    @Override
    public void onNominated(Generation generation, CandidatePair pair) {
        if (generations.isCurrent(generation)) {
            setup.journal().selected();
            generations.retirePrevious(() -> relays.retain(asked.get()));
        }
        settle();
    }

    @Override
    public void onRoleChange() {
        log.debug("{}: a role conflict makes this side {}", setup.label(), role.role());
        generations.current().roleChanged();
    }

    @Override
    public boolean hearsPeer() {
        return path.isHeard();
    }

    @Override
    public void onFailed(Generation generation) {
        if (!generations.isCurrent(generation)) {
            return;
        }
        if (path.isOpen()) {
            log.warn("ICE restart failed: {} (the old pair goes on; {})", setup.label(), generation.failure());
            generations.closeCurrent();
            settle();
            return;
        }
        fail();
    }

    @Override
    public void onConsentChange() {
        switch (path.standing()) {
            case ANSWERS -> path.regained();
            // What was passed over while all was well is asked again.
            case SILENT -> generations.open().forEach(each -> each.checking().renew(path.pair()));
            case LOST -> generations.open().forEach(Generation::reopen);
        }
        settle();
    }

    @Override
    public void onConsentExpired() {
        boolean restarting = generations.isRestarting();
        path.close();
        generations.closePrevious();
        if (restarting) {
            settle();
        } else {
            fail();
        }
    }

    private void fail() {
        progress.failed(true);
        generations.closeCurrent();
        settle();
        relays.close();
    }

    @Override
    public void onRelayed(RelayTransport base, Candidate candidate, String url) {
        if (!progress.isClosed()) {
            generations.current().addLocal(base, candidate, url);
        }
    }

    @Override
    public void onRelaysChange() {
        if (!progress.isClosed()) {
            generations.current().gathering().check();
        }
    }

    @Override
    public void onRelayLost(RelayTransport base) {
        onLost(base);
    }

    /** An address of this machine came or went: tells the peer of new ones, and leaves those that are gone. */
    void onBasesChange() {
        if (progress.isClosed()) {
            return;
        }
        var open = setup.bases().get();
        generations.current().checklist().bases().stream()
                .filter(base -> base instanceof SharedTransport && base.protocol() != Protocol.TCP_ACTIVE)
                .filter(base -> !open.contains(base))
                .forEach(this::onLost);
        if (progress.state() != IceTransportState.COMPLETED) {
            generations.current().gathering().onBasesChange();
        }
    }

    private void forsake() {
        if (path.isFresh()) {
            path.lose();
        } else {
            generations.open().forEach(Generation::reopen);
        }
    }

    private void onLost(Transport base) {
        if (progress.isClosed()) {
            return;
        }
        boolean inUse = path.leavesFrom(base);
        generations.open().forEach(generation -> generation.removeLocal(base));
        if (inUse) {
            log.info("address in use lost: {} ({})", setup.label(), base);
            generations.current().gathering().onBasesChange();
            forsake();
        }
        settle();
    }
}
