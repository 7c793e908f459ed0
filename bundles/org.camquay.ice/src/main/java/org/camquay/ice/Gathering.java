// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import org.camquay.api.ice.IceGatheringState;

/** The phase in which our candidates are found (RFC 8445 §5.1.1): so far those of our own addresses. */
final class Gathering {
    private final Generation generation;
    private IceGatheringState state = IceGatheringState.NEW;

    Gathering(Generation generation) {
        this.generation = generation;
    }

    /** Begins, once; candidates come soon, not within the call. */
    void begin() {
        if (state == IceGatheringState.NEW) {
            become(IceGatheringState.GATHERING);
            generation.setup().loop().execute(this::gatherHosts);
        }
    }

    boolean isComplete() {
        return state == IceGatheringState.COMPLETE;
    }

    private void gatherHosts() {
        if (generation.isClosed()) {
            return;
        }
        generation.owner().onGatheringState(generation, state);
        for (var base : generation.setup().bases().get()) {
            generation.addLocal(base, Candidate.host(base));
        }
        become(IceGatheringState.COMPLETE);
        generation.owner().onGatheringState(generation, state);
    }

    private void become(IceGatheringState newState) {
        state = newState;
    }
}
