// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How many bytes of strangers may wait in the server: in all a share of the memory, for one address and one subject of
 * tokens a part of it. If all of it is used, the connection that holds most is ended. Thread: {@code rendezvous}.
 */
final class Budgets {
    /** Bytes on the way to slow readers with which a viewer is not read from for now. */
    static final long VIEWER_WAITS_AT = 16 * 1024;

    /** The same of a device, of the answers that it does not read. */
    static final long DEVICE_WAITS_AT = 64 * 1024;

    private static final int PART_OF_MEMORY = 16;
    private static final int PART_OF_ADDRESS = 8;
    private static final long LEAST = 4L * 1024 * 1024;
    private static final long MOST = 16L * 1024 * 1024;
    private static final int ADDRESS_MESSAGES = 500;
    private static final int ADDRESS_BYTES = 1024 * 1024;
    private static final int BURST_SECONDS = 4;
    private static final double AGED = 0.9;

    /** What one address or one subject holds and does. */
    static final class Share {
        private final Map<String, Share> others;
        private final String name;
        private final Pace messages;
        private final Pace bytes;
        private long held;
        private int connections;
        double served;

        private Share(Map<String, Share> others, String name, long nowNanos) {
            this.others = others;
            this.name = name;
            this.messages = new Pace(ADDRESS_MESSAGES, ADDRESS_MESSAGES * BURST_SECONDS, nowNanos);
            this.bytes = new Pace(ADDRESS_BYTES, ADDRESS_BYTES * BURST_SECONDS, nowNanos);
        }

        void spend(int amount, long nowNanos) {
            messages.spend(1, nowNanos);
            bytes.spend(amount, nowNanos);
        }

        long pauseNanos(long nowNanos) {
            return Math.max(messages.nanosUntilFree(nowNanos), bytes.nanosUntilFree(nowNanos));
        }

        private void give(long amount) {
            held -= amount;
            forget();
        }

        private void leave() {
            connections--;
            forget();
        }

        private void forget() {
            if (connections == 0 && held == 0) {
                others.remove(name, this);
            }
        }
    }

    private final long all;
    private final long perShare;
    private final LongSupplier nanoTime;
    private final Tally tally;
    private final Map<String, Share> addresses = new HashMap<>();
    private final Map<String, Share> subjects = new HashMap<>();
    private final Set<Account> accounts = new LinkedHashSet<>();
    private long held;

    /** @param maxMemory of the Java machine, in bytes */
    Budgets(long maxMemory, LongSupplier nanoTime, Tally tally) {
        this.all = Math.min(MOST, Math.max(LEAST, maxMemory / PART_OF_MEMORY));
        this.perShare = all / PART_OF_ADDRESS;
        this.nanoTime = nanoTime;
        this.tally = tally;
    }

    /** An account for a new connection from this address. */
    Account open(String address, Object owner, Runnable tooMuch, Runnable room) {
        var share = share(addresses, address);
        var account = new Account(this, share, owner, tooMuch, room);
        accounts.add(account);
        return account;
    }

    /** @param bytes that the connection holds already */
    Share subject(String name, long bytes) {
        var share = share(subjects, name);
        share.held += bytes;
        return share;
    }

    private Share share(Map<String, Share> shares, String name) {
        var share = shares.computeIfAbsent(name, missing -> new Share(shares, missing, nanoTime.getAsLong()));
        share.connections++;
        return share;
    }

    boolean take(Account account, long bytes) {
        var subject = account.subject();
        if (account.address().held + bytes > perShare || subject != null && subject.held + bytes > perShare) {
            tally.count(Limit.UNSENT, account);
            return false;
        }
        if (held + bytes > all) {
            tally.count(Limit.UNSENT, account);
            accounts.stream().max(Comparator.comparingLong(Account::held)).ifPresent(Account::tooMuch);
            if (held + bytes > all) {
                return false;
            }
        }
        held += bytes;
        account.address().held += bytes;
        if (subject != null) {
            subject.held += bytes;
        }
        return true;
    }

    void give(Account account, long bytes) {
        held -= bytes;
        account.address().give(bytes);
        if (account.subject() != null) {
            account.subject().give(bytes);
        }
    }

    void closed(Account account) {
        accounts.remove(account);
        account.address().leave();
        if (account.subject() != null) {
            account.subject().leave();
        }
    }

    /** To be called about once a second. */
    void tick() {
        accounts.forEach(account -> account.age(AGED));
        addresses.values().forEach(share -> share.served *= AGED);
    }

    /** Bytes that wait now. */
    long held() {
        return held;
    }

    /** Addresses and subjects that are known now. */
    int shares() {
        return addresses.size() + subjects.size();
    }
}
