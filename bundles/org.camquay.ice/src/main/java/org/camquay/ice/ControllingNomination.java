// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.time.Duration;
import org.camquay.api.net.EventLoop;
import org.camquay.net.Addresses;

/** We nominate: the best pair, after a short wait for a better one (regular nomination, RFC 8445 §8.1.1). */
final class ControllingNomination implements Nomination {
    /** Each a request sent three times: a pair that answered once is not given up for some lost packets. */
    private static final int TRIES = 8;

    private final Generation generation;
    private CandidatePair nominee;
    private EventLoop.Timer wait;
    private boolean waited;
    private boolean waitsForDirect;
    private boolean waitedForDirect;
    private boolean waitsLonger;
    private int tries;

    ControllingNomination(Generation generation) {
        this.generation = generation;
    }

    @Override
    public void onSuccess(CandidatePair pair, boolean nominating) {
        if (nominating && pair == nominee) {
            generation.onNominated(pair);
        } else {
            consider();
        }
    }

    @Override
    public void onFailure(CandidatePair pair) {
        if (pair == nominee) {
            nominee = null;
        }
        consider();
    }

    @Override
    public void onUnanswered(CandidatePair pair) {
        if (pair != nominee) {
            return;
        }
        if (++tries < TRIES) {
            generation.checking().nominate(nominee);
        } else {
            tries = 0;
            pair.fail(generation.setup().loop().nanoTime());
            onFailure(pair);
        }
    }

    @Override
    public void onUseCandidate(CandidatePair pair) {
        // The peer is controlled and has no say; a role conflict was settled before.
    }

    @Override
    public void close() {
        if (wait != null) {
            wait.cancel();
        }
        wait = null;
    }

    private void consider() {
        var best = generation.checklist().bestThatWorks();
        if (nominee != null || best.isEmpty()) {
            return;
        }
        // A relay often answers before the peer has named its own addresses, or was heard from them.
        boolean relayed = mayBeRelayed(best.get())
                && !generation.setup().isRelayOnly()
                && (generation.checklist().hopesForDirect() || !generation.hasAllCandidates());
        boolean enough = relayed ? waitedForDirect : waited;
        if (enough || !relayed && !generation.checklist().hopesForBetterThan(best.get())) {
            close();
            nominee = best.get();
            generation.checking().nominate(nominee);
        } else if (wait == null) {
            waitsForDirect = relayed;
            waitFor(relayed ? Timing.RELAYED_WAIT.plusNanos(best.get().roundTripNanos()) : Timing.NOMINATION_WAIT);
        } else if (waitsForDirect && !relayed) {
            // A direct pair works now, and is not kept waiting that long.
            close();
            consider();
        }
    }

    /** A check of the peer that overtook its candidates does not tell whether it came by the peer's relay. */
    private boolean mayBeRelayed(CandidatePair pair) {
        boolean stranger = pair.remote().type() == CandidateType.PRFLX
                && !generation.hasAllCandidates()
                && !Addresses.isPrivate(pair.remoteAddress().getAddress());
        return pair.isRelayed() || stranger;
    }

    private void waitFor(Duration patience) {
        wait = generation.setup().loop().schedule(this::onWaited, patience.toNanos());
    }

    private void onWaited() {
        wait = null;
        if (waitsForDirect && !waitsLonger && generation.owner().hearsPeer()) {
            waitsLonger = true;
            waitFor(Timing.DIRECT_WAIT);
            return;
        }
        waited = true;
        waitedForDirect |= waitsForDirect;
        consider();
    }
}
