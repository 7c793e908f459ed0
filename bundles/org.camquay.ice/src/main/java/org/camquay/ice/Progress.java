// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.function.Supplier;
import org.camquay.api.ice.IceListener;
import org.camquay.api.ice.IceTransportState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of an agent, worked out from the facts, and told to its owner when it changes. */
final class Progress {
    /**
     * What the state depends on.
     *
     * @param open whether a pair carries packets
     * @param fresh whether the peer answers over it
     * @param complete whether it is of a generation that agreed on a pair and awaits no more candidates
     */
    record Facts(boolean open, boolean fresh, boolean complete) {}

    private static final Logger log = LoggerFactory.getLogger(Progress.class);

    private final String label;
    private final IceListener listener;
    private final Supplier<String> diagnosis;
    private IceTransportState state = IceTransportState.NEW;
    private boolean begun;
    private boolean failed;

    /** @param diagnosis one sentence on the new state, once that is known */
    Progress(String label, IceListener listener, Supplier<String> diagnosis) {
        this.label = label;
        this.listener = listener;
        this.diagnosis = diagnosis;
    }

    IceTransportState state() {
        return state;
    }

    boolean isClosed() {
        return state == IceTransportState.CLOSED;
    }

    /** Role and parameters of both sides are known. */
    void begun() {
        begun = true;
    }

    /** Nothing works, and nothing will; false undoes that. */
    void failed(boolean yes) {
        failed = yes;
    }

    void close() {
        state = IceTransportState.CLOSED;
    }

    /** Some fact may have changed. */
    void update(Facts facts) {
        var now = work(facts);
        if (isClosed() || now == state) {
            return;
        }
        var before = state;
        state = now;
        if (now == IceTransportState.FAILED) {
            log.info("ICE failed: {} ({})", label, diagnosis.get());
        } else if (now == IceTransportState.CONNECTED && before == IceTransportState.CHECKING) {
            connected();
        }
        listener.onState(now);
    }

    private void connected() {
        if (label.isEmpty()) {
            log.debug("{}", diagnosis.get());
        } else {
            log.info("ICE state: {} ({})", label, diagnosis.get());
        }
    }

    private IceTransportState work(Facts facts) {
        if (facts.open()) {
            if (!facts.fresh()) {
                return IceTransportState.DISCONNECTED;
            }
            return facts.complete() ? IceTransportState.COMPLETED : IceTransportState.CONNECTED;
        } else if (failed) {
            return IceTransportState.FAILED;
        }
        return begun ? IceTransportState.CHECKING : IceTransportState.NEW;
    }
}
