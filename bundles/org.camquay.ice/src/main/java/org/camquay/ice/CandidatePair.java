// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.camquay.api.ice.IceCandidatePair;
import org.camquay.net.Addresses;

/** A local base and a remote candidate, and what checks between them have shown. */
final class CandidatePair {
    /** A time that did not come. */
    static final long NEVER = Long.MIN_VALUE;

    private static final int ROUNDS = 20;

    private final Transport base;
    private Candidate local;
    private Candidate remote;
    private PairState state = PairState.WAITING;
    private boolean nominated;
    private int rounds;
    private long answeredAt = NEVER;
    private boolean silent;
    private long heardAt = NEVER;
    private long roundTripNanos;
    private long begunAt = NEVER;
    private long decidedAt = NEVER;

    CandidatePair(Transport base, Candidate local, Candidate remote) {
        this.base = base;
        this.local = local;
        this.remote = remote;
    }

    Transport base() {
        return base;
    }

    Candidate local() {
        return local;
    }

    Candidate remote() {
        return remote;
    }

    InetSocketAddress remoteAddress() {
        return remote.address();
    }

    PairState state() {
        return state;
    }

    boolean is(PairState asked) {
        return state == asked;
    }

    /** Is to be checked, whatever came of it before. */
    void reset() {
        state = PairState.WAITING;
    }

    /** It is worth some more rounds of ours. */
    void renew() {
        rounds = ROUNDS;
    }

    /** A check of the peer came over it. */
    void heard(long now) {
        heardAt = now;
        renew();
    }

    /** When the last one came; {@link #NEVER} before. */
    long heardAt() {
        return heardAt;
    }

    /** Whether a check that was not answered should be made anew. */
    boolean tryAgain() {
        return rounds-- > 0;
    }

    /** A candidate that was found by a check is signaled at last. */
    void signaled(Candidate candidate) {
        remote = candidate;
    }

    /** A check was answered; {@code seen} is our candidate as the peer sees it (RFC 8445 §7.2.5.3.1). */
    void succeed(Candidate seen, long now) {
        local = seen;
        answered(now);
    }

    /** A request over it was answered. */
    void answered(long now) {
        state = PairState.SUCCEEDED;
        silent = false;
        answeredAt = now;
        decidedAt = decidedAt == NEVER ? now : decidedAt;
    }

    /** The peer was asked over it several times, and did not answer. */
    void silent() {
        silent = true;
    }

    /** Whether that is how it is now. */
    boolean isSilent() {
        return silent;
    }

    /** Whether the peer answered, when it was last asked. */
    boolean works() {
        return state == PairState.SUCCEEDED && !silent;
    }

    /** No check of it was answered, or what it stood on is gone. */
    void fail(long now) {
        state = PairState.FAILED;
        decidedAt = now;
    }

    /** A check of it is sent. */
    void begin(long now) {
        state = PairState.IN_PROGRESS;
        begunAt = begunAt == NEVER ? now : begunAt;
    }

    /** When its first check was sent; {@link #NEVER} before. */
    long begunAt() {
        return begunAt;
    }

    /** When it first succeeded, or failed for good; {@link #NEVER} before. */
    long decidedAt() {
        return decidedAt;
    }

    /** Whether packets go over a TURN server, ours or the peer's. */
    boolean isRelayed() {
        return local.type() == CandidateType.RELAY || remote.type() == CandidateType.RELAY;
    }

    /** When a request over it was last answered; {@link #NEVER} before. */
    long answeredAt() {
        return answeredAt;
    }

    /** When the peer last gave a sign of life over it; {@link #NEVER} before. */
    long aliveAt() {
        return Math.max(answeredAt, heardAt);
    }

    long roundTripNanos() {
        return roundTripNanos;
    }

    void roundTrip(long nanos) {
        roundTripNanos = nanos;
    }

    boolean isNominated() {
        return nominated;
    }

    void nominated(boolean yes) {
        nominated = yes;
    }

    /** RFC 8445 §6.1.2.3: 2^32 MIN(G,D) + 2 MAX(G,D) + (G &gt; D ? 1 : 0), without its highest bit. */
    long priority(boolean controlling) {
        long ours = local.priority();
        long theirs = remote.priority();
        boolean controllingIsGreater = controlling ? ours > theirs : theirs > ours;
        return (Math.min(ours, theirs) << 32) + 2 * Math.max(ours, theirs) + (controllingIsGreater ? 1 : 0);
    }

    boolean send(ByteBuffer packet) {
        return base.send(packet, remote.address());
    }

    int sendSegments(ByteBuffer packets, int size) {
        return base.sendSegments(packets, size, remote.address());
    }

    IceCandidatePair snapshot() {
        return new IceCandidatePair(
                local.attribute(), remote.attribute(), state.word(), nominated, roundTripNanos / 1e9);
    }

    @Override
    public String toString() {
        return local.type().word() + " " + Addresses.text(local.address()) + " to "
                + remote.type().word() + " " + Addresses.text(remote.address());
    }
}
