// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The candidates of both sides and their pairs (RFC 8445 §6.1.2), bounded whatever the peer sends. */
final class Checklist {
    /** RFC 8445 §6.1.2.5. */
    static final int PAIR_LIMIT = 100;

    /** Candidates of the peer that are paired because it names them; its checks may show others. */
    static final int NAMED_LIMIT = 20;

    private record Key(Transport base, InetSocketAddress remote) {}

    /** One port number is two places, over UDP and over TCP. */
    private record Place(Protocol protocol, InetSocketAddress address) {
        static Place of(Candidate candidate) {
            return new Place(candidate.protocol(), candidate.address());
        }
    }

    private final Role role;
    private final CheckTargets targets;
    private int names;
    private final Map<Transport, Candidate> locals = new HashMap<>();
    private final Map<Key, Candidate> reflexive = new HashMap<>();
    private final Map<Place, Candidate> remotes = new HashMap<>();
    private final Map<Key, CandidatePair> pairs = new HashMap<>();

    Checklist(Role role, CheckTargets targets) {
        this.role = role;
        this.targets = targets;
    }

    /**
     * A candidate of ours; false if it is redundant (RFC 8445 §5.1.3). Those with the same base would make the same
     * pairs (§6.1.2.4).
     */
    boolean addLocal(Transport base, Candidate candidate) {
        var known = locals.putIfAbsent(base, candidate);
        if (known == null) {
            remotes.values().forEach(remote -> pair(base, candidate, remote));
            return true;
        }
        return !known.address().equals(candidate.address())
                && reflexive.putIfAbsent(new Key(base, candidate.address()), candidate) == null;
    }

    /** Our candidate with that base which the peer sees as {@code mapped} (RFC 8445 §7.2.5.3.1). */
    Candidate local(Transport base, InetSocketAddress mapped) {
        var local = locals.get(base);
        if (local == null || local.address().equals(mapped)) {
            return local;
        }
        var known = reflexive.get(new Key(base, mapped));
        return known == null ? Candidate.reflexive(base, mapped) : known;
    }

    boolean hasLocal(Transport base) {
        return locals.containsKey(base);
    }

    Set<Transport> bases() {
        return Set.copyOf(locals.keySet());
    }

    /** The base is no more; gives back its pairs. */
    List<CandidatePair> removeLocal(Transport base) {
        locals.remove(base);
        reflexive.keySet().removeIf(key -> key.base() == base);
        var gone = all().stream().filter(pair -> pair.base() == base).toList();
        pairs.keySet().removeIf(key -> key.base() == base);
        return gone;
    }

    /** A candidate that the peer signaled; false when it has signaled too many. */
    boolean addRemote(Candidate candidate) {
        var place = Place.of(candidate);
        var known = remotes.get(place);
        boolean named = known != null && known.type() != CandidateType.PRFLX;
        if (!named && names >= NAMED_LIMIT || known == null && remotes.size() >= PAIR_LIMIT) {
            return false;
        }
        names += named ? 0 : 1;
        if (known == null) {
            remotes.put(place, candidate);
            locals.forEach((base, local) -> pair(base, local, candidate));
        } else if (known.type() == CandidateType.PRFLX) {
            remotes.put(place, candidate);
            all().stream()
                    .filter(pair -> Place.of(pair.remote()).equals(place))
                    .forEach(pair -> pair.signaled(candidate));
        }
        return true;
    }

    /**
     * The pair that a check of the peer came over, made if it is new (RFC 8445 §7.3.1.3). Empty when the base is not
     * one of ours or there are too many.
     */
    Optional<CandidatePair> discover(Transport base, InetSocketAddress remote, long priority) {
        var local = locals.get(base);
        var pair = pairs.get(new Key(base, remote));
        if (pair != null || local == null) {
            return Optional.ofNullable(pair);
        }
        var place = new Place(base.protocol().counterpart(), remote);
        var candidate = remotes.get(place);
        if (candidate == null) {
            if (remotes.size() >= PAIR_LIMIT) {
                return Optional.empty();
            }
            candidate = Candidate.discovered(place.protocol(), remote, priority);
            remotes.put(place, candidate);
        }
        add(base, local, candidate);
        return Optional.ofNullable(pairs.get(new Key(base, remote)));
    }

    /**
     * Gives up what the peer's check from there would find no room for: the discovered address from which the longest
     * time nothing came, and best one that never answered. A peer may change its address as often as it likes, and who
     * repeats its checks from many others displaces none that answered. Gives back the pairs of that address.
     */
    List<CandidatePair> makeRoom(Transport base, InetSocketAddress remote) {
        if (remotes.size() < PAIR_LIMIT && pairs.size() < PAIR_LIMIT || pairs.containsKey(new Key(base, remote))) {
            return List.of();
        }
        var oldest = all().stream()
                .filter(pair -> pair.remote().type() == CandidateType.PRFLX && !pair.isNominated())
                .min(Comparator.comparingLong(CandidatePair::answeredAt).thenComparingLong(CandidatePair::heardAt));
        if (oldest.isEmpty()) {
            return List.of();
        }
        var place = Place.of(oldest.get().remote());
        remotes.remove(place);
        var gone = all().stream()
                .filter(pair -> Place.of(pair.remote()).equals(place))
                .toList();
        pairs.values().removeAll(gone);
        return gone;
    }

    private void pair(Transport base, Candidate local, Candidate remote) {
        if (base.canReach(remote) && targets.permit(base, remote)) {
            add(base, local, remote);
        }
    }

    private void add(Transport base, Candidate local, Candidate remote) {
        var pair = new CandidatePair(base, local, remote);
        if (pairs.size() >= PAIR_LIMIT) {
            var last =
                    all().stream().filter(other -> other.is(PairState.WAITING)).min(byPriority());
            if (last.isEmpty() || byPriority().compare(last.get(), pair) >= 0) {
                return;
            }
            pairs.remove(new Key(last.get().base(), last.get().remoteAddress()));
        }
        pairs.put(new Key(base, remote.address()), pair);
        base.prepare(remote.address());
    }

    private Comparator<CandidatePair> byPriority() {
        return Comparator.comparingLong(pair -> pair.priority(role.isControlling()));
    }

    Collection<CandidatePair> all() {
        return pairs.values();
    }

    /** Best first. */
    List<CandidatePair> ordered() {
        var ordered = new ArrayList<>(pairs.values());
        ordered.sort(byPriority().reversed());
        return ordered;
    }

    /** Whether it is one of these. */
    boolean has(CandidatePair pair) {
        return pairs.get(new Key(pair.base(), pair.remoteAddress())) == pair;
    }

    /** The pair of highest priority of those that wait for a check. */
    Optional<CandidatePair> bestWaiting() {
        return all().stream().filter(pair -> pair.is(PairState.WAITING)).max(byPriority());
    }

    /** The pair of highest priority of those that work. */
    Optional<CandidatePair> bestThatWorks() {
        return all().stream().filter(CandidatePair::works).max(byPriority());
    }

    /** Whether a pair better than this one may yet succeed. */
    boolean hopesForBetterThan(CandidatePair pair) {
        Predicate<CandidatePair> open = other -> other.is(PairState.WAITING) || other.is(PairState.IN_PROGRESS);
        return all().stream().anyMatch(other -> open.test(other) && byPriority().compare(other, pair) > 0);
    }

    /** Whether a pair without a relay may yet succeed. */
    boolean hopesForDirect() {
        return all().stream()
                .anyMatch(pair -> !pair.isRelayed() && (pair.is(PairState.WAITING) || pair.is(PairState.IN_PROGRESS)));
    }

    /** Whether some pair may yet succeed, or did. */
    boolean hasHope() {
        return all().stream().anyMatch(pair -> !pair.is(PairState.FAILED));
    }

    int localCount() {
        return locals.size();
    }

    int remoteCount() {
        return remotes.size();
    }
}
