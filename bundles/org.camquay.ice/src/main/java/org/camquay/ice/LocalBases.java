// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import org.camquay.api.ice.IceTransportState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where packets may leave from, as it comes and goes under an agent: addresses of this machine, and relays. */
final class LocalBases implements Relays.Listener {
    private static final Logger log = LoggerFactory.getLogger(LocalBases.class);

    private final AgentSetup setup;
    private final Generations generations;
    private final MediaPath path;
    private final Progress progress;

    LocalBases(AgentSetup setup, Generations generations, MediaPath path, Progress progress) {
        this.setup = setup;
        this.generations = generations;
        this.path = path;
        this.progress = progress;
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

    /** An address came or went: tells the peer of new ones, and leaves those that are gone. */
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

    @Override
    public void onRelayLost(RelayTransport base) {
        onLost(base);
    }

    private void onLost(Transport base) {
        if (progress.isClosed()) {
            return;
        }
        boolean inUse = path.leavesFrom(base);
        if (inUse) {
            log.info("{}: {} is gone, over which the peer was reached", setup.label(), base);
            path.lose();
        }
        generations.all().toList().forEach(generation -> generation.removeLocal(base));
        if (inUse) {
            generations.current().gathering().onBasesChange();
            generations.current().reopen();
        }
        progress.update();
    }
}
