// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.camquay.ice.PairSelection.Option;
import org.camquay.ice.PairSelection.Reason;
import org.camquay.ice.PairSelection.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which pair, and why. */
final class PairSelectionTest {
    private final CandidatePair best = pair(CandidateType.HOST, 1);
    private final CandidatePair good = pair(CandidateType.PRFLX, 2);
    private final CandidatePair relayed = pair(CandidateType.RELAY, 3);

    private static CandidatePair pair(CandidateType type, int port) {
        var address = new InetSocketAddress("192.0.2.1", port);
        var candidate = new Candidate(type, Protocol.UDP, "1", type.priority(0, 65_535), address, null);
        return new CandidatePair(null, candidate, candidate);
    }

    private static Option works(CandidatePair pair) {
        return new Option(pair, true, false, false, Standing.ANSWERS);
    }

    private static Option used(CandidatePair pair, Standing standing) {
        return new Option(pair, true, true, false, standing);
    }

    private static Option nominated(CandidatePair pair, boolean used, Standing standing) {
        return new Option(pair, true, used, true, standing);
    }

    private static Option old(CandidatePair pair, boolean used, Standing standing) {
        return new Option(pair, false, used, true, standing);
    }

    private static void assertChosen(CandidatePair pair, Reason reason, Option... options) {
        assertChosen(pair, reason, false, options);
        assertChosen(pair, reason == Reason.NOMINATED_BY_PEER ? Reason.NOMINATED_BY_US : reason, true, options);
    }

    private static void assertChosen(CandidatePair pair, Reason reason, boolean controlling, Option... options) {
        var choice = PairSelection.choose(List.of(options), controlling);
        assertThat(choice.pair()).isSameAs(pair);
        assertThat(choice.reason()).isEqualTo(reason);
    }

    @Test
    void nothing_works_isNoPair() {
        assertChosen(null, Reason.NOTHING_WORKS);
    }

    @Test
    void noneNominated_severalWork_isTheBest() {
        assertChosen(best, Reason.FIRST_THAT_WORKS, used(good, Standing.ANSWERS), works(best), works(relayed));
    }

    @Test
    void nominated_answers_isTheOneWhateverElseWorks() {
        assertChosen(
                good, Reason.NOMINATED_BY_PEER, used(best, Standing.ANSWERS), nominated(good, false, Standing.ANSWERS));
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "LOST"})
    void nominated_doesNotAnswer_anotherThatWorksIs(Standing standing) {
        assertChosen(good, Reason.MOVED, nominated(best, true, standing), works(good), works(relayed));
    }

    @Test
    void movedTo_answers_staysThoughABetterOneWorks() {
        assertChosen(
                good,
                Reason.MOVED,
                nominated(relayed, false, Standing.SILENT),
                used(good, Standing.ANSWERS),
                works(best));
    }

    @Test
    void nominated_answersAgain_isTakenBack() {
        assertChosen(
                best, Reason.NOMINATED_BY_PEER, nominated(best, false, Standing.ANSWERS), used(good, Standing.ANSWERS));
    }

    @Test
    void direct_isSilentForAMoment_isNotLeftForARelay() {
        assertChosen(best, Reason.NOTHING_BETTER, nominated(best, true, Standing.SILENT), works(relayed));
        assertChosen(relayed, Reason.MOVED, nominated(best, true, Standing.LOST), works(relayed));
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "LOST"})
    void nominated_doesNotAnswerAndNothingElseWorks_staysInUse(Standing standing) {
        assertChosen(best, Reason.NOTHING_BETTER, nominated(best, true, standing));
    }

    @Test
    void restart_hasNominatedNothing_theOldPairStays() {
        assertChosen(good, Reason.BEFORE_RESTART, works(best), old(good, true, Standing.ANSWERS));
    }

    @Test
    void restart_hasNominated_isThatPair() {
        assertChosen(
                good,
                Reason.NOMINATED_BY_PEER,
                nominated(good, false, Standing.ANSWERS),
                old(best, true, Standing.ANSWERS));
    }

    @Test
    void restart_theOldPairIsLost_isAnyThatWorks() {
        assertChosen(relayed, Reason.MOVED, works(relayed), old(best, true, Standing.LOST));
    }

    @Test
    void restart_theOldPairIsSilent_isAnotherOfBeforeThatWorks() {
        var other = new Option(good, false, false, false, Standing.ANSWERS);
        assertChosen(good, Reason.MOVED, other, old(best, true, Standing.SILENT));
    }
}
