// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.List;
import org.camquay.api.ice.IceGatheringState;

/** The phase in which our candidates are found (RFC 8445 §5.1.1): of our own addresses, then what servers tell. */
final class Gathering {
    private final Generation generation;
    private final ServerReflexive reflexive;
    private IceGatheringState state = IceGatheringState.NEW;
    private boolean asking;

    Gathering(Generation generation) {
        this.generation = generation;
        this.reflexive = new ServerReflexive(generation);
    }

    /** Begins, once; candidates come soon, not within the call. */
    void begin(List<Servers.Entry> servers) {
        if (state == IceGatheringState.NEW) {
            state = IceGatheringState.GATHERING;
            generation.setup().loop().execute(() -> gather(servers));
        }
    }

    boolean hasBegun() {
        return state != IceGatheringState.NEW;
    }

    boolean isComplete() {
        return state == IceGatheringState.COMPLETE;
    }

    private void gather(List<Servers.Entry> servers) {
        if (generation.isClosed()) {
            return;
        }
        generation.owner().onGatheringState(generation, state);
        asking = true;
        addHosts();
        if (!generation.setup().isRelayOnly()) {
            reflexive.gather(servers);
        }
        generation.relays().gather(servers);
        asking = false;
        check();
    }

    private void addHosts() {
        if (generation.setup().isRelayOnly()) {
            return;
        }
        for (var base : generation.setup().bases().get()) {
            if (!generation.checklist().hasLocal(base)) {
                generation.addLocal(base, Candidate.host(base), "");
            }
        }
    }

    /** Addresses of this machine have come or gone. */
    void onBasesChange() {
        if (state == IceGatheringState.NEW
                || generation.isClosed()
                || generation.setup().isRelayOnly()) {
            return;
        }
        addHosts();
        reflexive.askAll();
    }

    void onResponse(Transport base, java.net.InetSocketAddress remote, org.camquay.stun.StunMessage response) {
        reflexive.onResponse(base, remote, response);
    }

    /** Is over when no server may answer anymore. */
    void check() {
        boolean pending = asking || reflexive.isPending() || generation.relays().isPending();
        if (state == IceGatheringState.GATHERING && !pending && !generation.isClosed()) {
            state = IceGatheringState.COMPLETE;
            generation.owner().onGatheringState(generation, state);
        }
    }

    void close() {
        reflexive.close();
    }
}
