// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.List;
import java.util.function.Supplier;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceTransportState;

/** What an agent says about itself. */
final class Reports {
    private final AgentSetup setup;
    private final Role role;
    private final Supplier<Generation> current;
    private final Relays relays;

    Reports(AgentSetup setup, Role role, Supplier<Generation> current, Relays relays) {
        this.setup = setup;
        this.role = role;
        this.current = current;
        this.relays = relays;
    }

    List<IceCandidatePair> pairs() {
        return current.get().checklist().ordered().stream()
                .map(CandidatePair::snapshot)
                .toList();
    }

    /** One sentence; {@code pair} is the one in use, or null. */
    String diagnosis(IceTransportState state, CandidatePair pair) {
        return switch (state) {
            case NEW -> "it has not begun";
            case CHECKING -> "no pair works yet: " + failure();
            case CONNECTED, COMPLETED -> "connected, " + pair + hidden(pair);
            case DISCONNECTED -> "the peer does not answer, " + pair;
            case FAILED -> failure();
            case CLOSED -> "it was closed";
        };
    }

    /** That nobody named the address at the other end. */
    private String hidden(CandidatePair pair) {
        var names = current.get().tally().names();
        return names.isEmpty() || pair.remote().type() != CandidateType.PRFLX ? "" : "; " + names;
    }

    private String failure() {
        return Diagnosis.of(current.get().failure(), setup.journal().asked(), relays.denials());
    }

    IceReport report(IceTransportState state, CandidatePair pair, PairSelection.Reason reason) {
        var journal = setup.journal();
        var tried = current.get().checklist().ordered().stream()
                .map(each ->
                        new IceReport.Tried(each.snapshot(), journal.at(each.begunAt()), journal.at(each.decidedAt())))
                .toList();
        return new IceReport(
                state,
                role.role(),
                journal.gathered(),
                journal.asked(),
                tried,
                pair == null ? null : pair.snapshot(),
                journal.connectedAfter(),
                journal.selectedAfter(),
                diagnosis(state, pair),
                reason.words());
    }
}
