// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which pair carries packets now, and why: a function of the pairs that work, the peer's consent to them, nomination and
 * role. It is asked after each event, keeps nothing, and does nothing; {@link Selecting} does what it says. Thread: any.
 *
 * <p>RFC 8445 §8.1.1 lets a nominated pair be replaced by an ICE restart only. A peer whose router gives it another
 * address knows nothing of that, though, and nominates nothing: it goes on over the pair it has, which is another one on
 * this side. So a pair that answers is used in place of one that does not.
 */
final class PairSelection {
    /** What is known of the peer's answers over a pair. */
    enum Standing {
        /** The latest check of it was answered. */
        ANSWERS,
        /** Several requests of the last moments were not answered. */
        SILENT,
        /** Requests over many seconds were not answered (RFC 7675), or there is no way to ask anymore. */
        LOST
    }

    /**
     * A pair that could carry packets, or was agreed on and no longer can.
     *
     * @param current whether it belongs to the newest generation, not to the one before an ICE restart
     * @param used whether it carries packets until now
     * @param nominated whether it was nominated, and no other of its generation since
     */
    record Option(CandidatePair pair, boolean current, boolean used, boolean nominated, Standing standing) {
        private boolean answers() {
            return standing == Standing.ANSWERS;
        }
    }

    /** Why it is that pair. */
    enum Reason {
        NOTHING_WORKS("no pair works yet"),
        NOMINATED_BY_US("we nominated it"),
        NOMINATED_BY_PEER("the peer nominated it"),
        FIRST_THAT_WORKS("it is the best that works, and none is nominated yet"),
        BEFORE_RESTART("it works, and the ICE restart has brought no pair yet"),
        MOVED("the peer answers there, and no longer over the pair that was nominated"),
        NOTHING_BETTER("the peer does not answer there, but over no other pair either");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** The reason as it is reported. */
        String words() {
            return words;
        }
    }

    /**
     * The answer.
     *
     * @param pair null if there is none to use
     */
    record Choice(CandidatePair pair, Reason reason) {}

    private PairSelection() {}

    /** Chooses; of the pairs in {@code options} one at most is {@link Option#used}. */
    static Choice choose(List<Option> options, boolean controlling) {
        return nominated(options, controlling)
                .or(() -> ofBeforeTheRestart(options))
                .or(() -> inPlaceOfTheNominated(options))
                .or(() -> best(options, controlling))
                .or(() -> first(options, Option::used).map(used -> new Choice(used.pair(), Reason.NOTHING_BETTER)))
                .orElse(new Choice(null, Reason.NOTHING_WORKS));
    }

    /** Both sides agreed on it, and the peer is there. */
    private static Optional<Choice> nominated(List<Option> options, boolean controlling) {
        return first(options, option -> option.current() && option.nominated() && option.answers())
                .map(option ->
                        new Choice(option.pair(), controlling ? Reason.NOMINATED_BY_US : Reason.NOMINATED_BY_PEER));
    }

    /** An old pair that works is not left for one that works and may not stay (RFC 8445 §12.1.1). */
    private static Optional<Choice> ofBeforeTheRestart(List<Option> options) {
        Predicate<Option> old = option -> !option.current() && option.answers();
        return first(options, old.and(Option::nominated))
                .or(() -> first(options, old.and(Option::used)))
                .map(option -> new Choice(option.pair(), Reason.BEFORE_RESTART));
    }

    /** It was moved to, and answers there: others that may be better are no reason to move again. */
    private static Optional<Choice> inPlaceOfTheNominated(List<Option> options) {
        return first(options, option -> option.used() && option.answers() && isAgreed(options))
                .map(option -> new Choice(option.pair(), Reason.MOVED));
    }

    private static boolean isAgreed(List<Option> options) {
        return options.stream().anyMatch(Option::nominated);
    }

    /** Any pair that works will do until one is nominated (RFC 8445 §12.1), and where that one works no longer. */
    private static Optional<Choice> best(List<Option> options, boolean controlling) {
        Comparator<Option> better = Comparator.<Option, Boolean>comparing(Option::current)
                .thenComparing(option -> option.pair().priority(controlling))
                .thenComparing(Option::used);
        var why = isAgreed(options) ? Reason.MOVED : Reason.FIRST_THAT_WORKS;
        return options.stream()
                .filter(Option::answers)
                .filter(option -> !isWorse(option, options))
                .max(better)
                .map(option -> new Choice(option.pair(), why));
    }

    /** A direct way is not left for a relay because some packets were lost. */
    private static boolean isWorse(Option option, List<Option> options) {
        return option.pair().isRelayed()
                && options.stream()
                        .anyMatch(other -> other.used()
                                && other.standing() == Standing.SILENT
                                && !other.pair().isRelayed());
    }

    private static Optional<Option> first(List<Option> options, Predicate<Option> wanted) {
        return options.stream().filter(wanted).findFirst();
    }
}
