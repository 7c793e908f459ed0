// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.List;
import java.util.function.Supplier;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which pair is used of those that the generations of an agent find, and what its owner is told of that. */
final class Selecting implements GenerationOwner, Consent.Listener {
    private static final Logger log = LoggerFactory.getLogger(Selecting.class);

    private final AgentSetup setup;
    private final IceListener listener;
    private final Supplier<List<Servers.Entry>> asked;
    private final Role role = new Role();
    private final Inbox inbox;
    private final MediaPath path;
    private final Generations generations;
    private final Progress progress;
    private final LocalBases bases;
    private final Relays relays;

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
        path = new MediaPath(setup, role, this);
        generations = new Generations(this::nextGeneration, setup.loop());
        progress = new Progress(setup.label(), listener, path, generations, diagnosis);
        bases = new LocalBases(setup, generations, path, progress);
        relays = new Relays(setup, setup.journal(), bases, reader);
        generations.begin();
    }

    private Generation nextGeneration() {
        return new Generation(setup, this, role, inbox, relays);
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

    LocalBases bases() {
        return bases;
    }

    Relays relays() {
        return relays;
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
            progress.update();
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
    public void onValid(Generation generation, CandidatePair pair) {
        if (generations.isCurrent(generation)) {
            path.offer(generation, pair);
            progress.update();
        }
    }

    @Override
    public void onNominated(Generation generation, CandidatePair pair) {
        if (generations.isCurrent(generation)) {
            path.use(generation, pair);
            setup.journal().selected();
            generations.retirePrevious(() -> relays.retain(asked.get()));
            progress.update();
        }
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
            log.warn("{}: the ICE restart failed, the old pair goes on: {}", setup.label(), generation.failure());
            generations.closeCurrent();
            return;
        }
        fail();
    }

    @Override
    public void onConsentChange() {
        progress.update();
    }

    @Override
    public void onConsentExpired() {
        boolean restarting = generations.isRestarting();
        path.close();
        generations.closePrevious();
        if (restarting) {
            progress.update();
        } else {
            fail();
        }
    }

    private void fail() {
        progress.failed(true);
        generations.closeCurrent();
        progress.update();
        relays.close();
    }
}
