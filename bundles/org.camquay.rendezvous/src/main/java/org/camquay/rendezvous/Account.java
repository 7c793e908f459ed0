// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

/**
 * What one connection has waiting in the server: its unfinished message, and what it sent to others and has not left
 * yet. Thread: {@code rendezvous}.
 */
final class Account {
    private final Budgets budgets;
    private final Runnable tooMuch;
    private final Runnable room;
    private final Budgets.Share address;
    private final Object owner;
    private Budgets.Share subject;
    private boolean device;
    private long held;
    private long stopping;
    private double served;
    private boolean open = true;

    /**
     * @param tooMuch ends the connection, because of all connections it has most waiting while memory is scarce
     * @param room tells the connection that it may be read from again
     */
    Account(Budgets budgets, Budgets.Share address, Object owner, Runnable tooMuch, Runnable room) {
        this.budgets = budgets;
        this.address = address;
        this.owner = owner;
        this.tooMuch = tooMuch;
        this.room = room;
    }

    /** A device is read from also while its viewers are slow. */
    void becomeDevice() {
        device = true;
    }

    boolean isDevice() {
        return device;
    }

    /** From now on the connection counts for this subject of a token, too. */
    void identify(String name) {
        if (open && subject == null && !name.isEmpty()) {
            subject = budgets.subject(name, held);
        }
    }

    /** Takes room for this many bytes; false if the address, the subject or the server has none left. */
    boolean take(long bytes) {
        if (!budgets.take(this, bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    /** Gives room back. */
    void give(long bytes) {
        held -= bytes;
        budgets.give(this, bytes);
    }

    /** So many bytes more wait that this connection must see leave before it is read from. */
    void stop(long bytes) {
        stopping += bytes;
    }

    /** The reverse of {@link #stop}. */
    void goOn(long bytes) {
        var was = mayRead();
        stopping -= bytes;
        if (!was && mayRead()) {
            room.run();
        }
    }

    /** Whether the next message may be asked for. */
    boolean mayRead() {
        return stopping < (device ? Budgets.DEVICE_WAITS_AT : Budgets.VIEWER_WAITS_AT);
    }

    /** So many bytes of this connection were passed on: who has had least goes first. */
    void serve(long bytes) {
        served += bytes;
        address.served += bytes;
    }

    /** Makes an earlier use count less. */
    void age(double factor) {
        served *= factor;
    }

    /** Whether this one goes before another: its address has had less, or it has. */
    boolean goesBefore(Account other) {
        return address == other.address ? served < other.served : address.served < other.address.served;
    }

    /** A message came: what it costs the address and the subject. */
    void heard(int bytes, long nowNanos) {
        address.spend(bytes, nowNanos);
        if (subject != null) {
            subject.spend(bytes, nowNanos);
        }
    }

    /** How long the address or the subject has to wait for its next message. */
    long pauseNanos(long nowNanos) {
        return Math.max(address.pauseNanos(nowNanos), subject == null ? 0 : subject.pauseNanos(nowNanos));
    }

    long held() {
        return held;
    }

    Budgets.Share address() {
        return address;
    }

    /** Or null. */
    Budgets.Share subject() {
        return subject;
    }

    /** Ends the connection for having most waiting. */
    void tooMuch() {
        tooMuch.run();
    }

    /** The connection is gone; what of it waits elsewhere stays on the account of its address. */
    void close() {
        if (open) {
            open = false;
            budgets.closed(this);
        }
    }

    @Override
    public String toString() {
        return owner.toString();
    }
}
