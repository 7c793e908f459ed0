// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How many connections there are: in all, of one address, and of viewers, since a part is kept for devices. Where a place is
 * missing, a newcomer gets that of a connection which does nothing and comes from the most crowded address; a connection with
 * a room or a session never has to go. Thread: any.
 */
final class Places {
    /** So long one may take to register, or to ask for a room, before its place is given away. */
    private static final long GRACE_NANOS = 2_000_000_000L;

    /** A place whose handshake has come to nothing. */
    private static final long UNOPENED_NANOS = 20_000_000_000L;

    /** Of all places: for devices only; at most for those who wait for a camera. Of an address: what makes a crowd. */
    private static final int PART = 4;

    /** The answer to a newcomer: a place, or why there is none. */
    record Answer(Optional<Place> place, int status, String reason) {}

    /** One connection's place. */
    final class Place {
        private final String address;
        private final long sinceNanos;
        private Standing standing = Standing.NEWCOMER;
        private boolean device;
        private boolean left;
        private Runnable end;

        private Place(String address, boolean device, long sinceNanos) {
            this.address = address;
            this.device = device;
            this.sinceNanos = sinceNanos;
        }

        String address() {
            return address;
        }

        /** The socket is there, and {@code end} closes it, on any thread; false if the place is given away already. */
        boolean opened(Runnable closing) {
            synchronized (Places.this) {
                end = closing;
                return !left;
            }
        }

        /** It is known to be something else now; false if there is no place for that. */
        boolean becomes(Standing now) {
            return change(this, now);
        }

        /** Gives the place back; idempotent. */
        void leave() {
            remove(this);
        }
    }

    private final int most;
    private final int mostOfAddress;
    private final Tally tally;
    private final Set<Place> places = new LinkedHashSet<>(); // the oldest first
    private final Map<String, Integer> crowds = new HashMap<>();

    Places(int most, int mostOfAddress, Tally tally) {
        this.most = most;
        this.mostOfAddress = mostOfAddress;
        this.tally = tally;
    }

    /**
     * A place for a newcomer.
     *
     * @param address it comes from
     * @param device whether it says that it is one
     */
    Answer take(String address, boolean device, long nowNanos) {
        Runnable end = null;
        Answer answer;
        synchronized (this) {
            forgetUnopened(nowNanos);
            var crowd = crowds.getOrDefault(address, 0);
            Optional<Place> victim = Optional.empty();
            var full = false;
            if (crowd >= mostOfAddress) {
                tally.count(Limit.CONNECTIONS_OF_ADDRESS, address);
                victim = idlest(place -> place.address.equals(address) && mayGo(place, crowd, nowNanos), false);
                if (victim.isEmpty()) {
                    return refusal(429, "This address has " + mostOfAddress + " connections: close one first");
                }
            } else if (places.size() >= most || !device && viewers() >= most - most / PART) {
                tally.count(Limit.CONNECTIONS, address);
                full = true;
                victim = idlest(place -> (device || !place.device) && mayGo(place, crowd, nowNanos), true);
            }
            if (full && victim.isEmpty()) {
                return refusal(503, "The server is full: try again later");
            }
            if (victim.isPresent()) {
                remove(victim.get());
                end = victim.get().end;
            }
            var place = new Place(address, device, nowNanos);
            places.add(place);
            crowds.merge(address, 1, Integer::sum);
            answer = new Answer(Optional.of(place), 101, "");
        }
        if (end != null) {
            end.run();
        }
        return answer;
    }

    private static Answer refusal(int status, String reason) {
        return new Answer(Optional.empty(), status, reason);
    }

    private int viewers() {
        return (int) places.stream().filter(place -> !place.device).count();
    }

    /** The oldest of those who do nothing, then of those who wait, at the most crowded address. */
    private Optional<Place> idlest(Predicate<Place> among, boolean alsoWaiting) {
        var idle = crowded(place -> place.standing == Standing.NEWCOMER && among.test(place))
                .or(() -> crowded(place -> place.standing == Standing.IDLE && among.test(place)));
        return alsoWaiting
                ? idle.or(() -> crowded(place -> place.standing == Standing.WAITING && among.test(place)))
                : idle;
    }

    /** Time to register has everybody but a crowd that is much larger than the newcomer's. */
    private boolean mayGo(Place place, int crowd, long nowNanos) {
        return nowNanos - place.sinceNanos >= GRACE_NANOS || crowds.get(place.address) > crowd + mostOfAddress / PART;
    }

    private Optional<Place> crowded(Predicate<Place> among) {
        Place best = null;
        for (var place : places) {
            var candidate = among.test(place);
            if (candidate && (best == null || crowds.get(place.address) > crowds.get(best.address))) {
                best = place;
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean change(Place place, Standing now) {
        Runnable end = null;
        boolean stays;
        synchronized (this) {
            if (place.left) {
                return false;
            }
            place.standing = now;
            var wasDevice = place.device;
            place.device = now == Standing.DEVICE;
            stays = !wasDevice || place.device || viewers() <= most - most / PART;
            if (stays && now == Standing.WAITING) {
                end = oneTooManyWaits(place);
            }
        }
        if (end != null) {
            end.run();
        }
        return stays;
    }

    /** Those who wait for a camera may do so for days; of too many, the oldest of the most crowded address goes. */
    private Runnable oneTooManyWaits(Place latest) {
        var waiting =
                places.stream().filter(p -> p.standing == Standing.WAITING).count();
        if (waiting <= Math.max(1, most / PART)) {
            return null;
        }
        tally.count(Limit.WAITING_VIEWERS, latest.address);
        Place best = null;
        for (var place : places) {
            var candidate = place.standing == Standing.WAITING;
            if (candidate && (best == null || crowds.get(place.address) > crowds.get(best.address))) {
                best = place;
            }
        }
        remove(best);
        return best.end;
    }

    private synchronized void remove(Place place) {
        if (!place.left) {
            place.left = true;
            places.remove(place);
            crowds.computeIfPresent(place.address, (address, count) -> count == 1 ? null : count - 1);
        }
    }

    private void forgetUnopened(long nowNanos) {
        places.stream()
                .filter(place -> place.end == null && nowNanos - place.sinceNanos > UNOPENED_NANOS)
                .toList()
                .forEach(this::remove);
    }

    /** Connections now. */
    synchronized int size() {
        return places.size();
    }
}
