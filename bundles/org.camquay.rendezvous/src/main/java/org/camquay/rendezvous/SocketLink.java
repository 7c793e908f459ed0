// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.JsonRpcError;

/**
 * One connection within its limits. The next frame is asked for only when the last one is dealt with, what the connection
 * sent to slow readers has left, and its address is not too loud; so whoever is too busy fills its own TCP window and
 * nothing else. Thread: {@code rendezvous}, but for the constructor.
 */
final class SocketLink implements Link {
    private static final int POLICY_VIOLATION = 1008;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final long FAREWELL_NANOS = 2_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 2_000_000_000L;
    private static final long UNREAD_NANOS = 30_000_000_000L;

    private final House house;
    private final Socket socket;
    private final Places.Place place;
    private final LongSupplier nanoTime;
    private final Account account;
    private final Inbox inbox;
    private final Outbox outbox;
    private Participant participant;
    private boolean open;
    private boolean asking;
    private boolean pausing;
    private boolean ponging;
    private boolean pinging;
    private ByteBuffer nextPong;
    private long heardNanos;
    private long askedNanos;
    private Standing standing = Standing.NEWCOMER;

    /** On the thread {@code rendezvous}: the handshake is done. */
    SocketLink(House house, Socket socket, Places.Place place, Credentials credentials) {
        this.house = house;
        this.socket = socket;
        this.place = place;
        this.nanoTime = house.nanoTime();
        var now = nanoTime.getAsLong();
        this.heardNanos = now;
        this.account = house.budgets().open(place.address(), credentials, this::holdsMost, this::readOn);
        this.inbox = new Inbox(account, house.settings().messagesPerSecond(), now);
        this.outbox = new Outbox(account, socket, house.timer(), nanoTime);
        this.open = true;
        this.participant = house.server().open(this, credentials);
        if (!place.opened(() -> house.timer().after(0, this::makeRoom))) {
            makeRoom();
        }
        readOn();
    }

    private void readOn() {
        if (!open || asking || pausing || !account.mayRead()) {
            return;
        }
        var now = nanoTime.getAsLong();
        var pause = Math.min(account.pauseNanos(now), LONGEST_PAUSE_NANOS); // its pong may wait to be read
        if (pause > 0) {
            house.tally().count(Limit.ADDRESS_RATE, account);
            pausing = true;
            house.timer().after(pause, () -> {
                pausing = false;
                readOn();
            });
        } else {
            asking = true;
            askedNanos = now;
            inbox.asked(now);
            socket.demand();
        }
    }

    /** A fragment of a text came. */
    void text(String fragment, boolean last) {
        var now = heard();
        if (open && passes(inbox.add(fragment, last, now)) && last) {
            inbox.finish().ifPresentOrElse(text -> house.server().received(participant, text), this::skipped);
        }
        readOn();
    }

    private void skipped() {
        house.tally().count(Limit.MESSAGE_SIZE, account);
        participant.notifyError(new JsonRpcError(ErrorCode.INVALID_REQUEST, inbox.rule()));
    }

    /** A ping came: one pong is under way at a time, and the latest of the pings meanwhile is answered (RFC 6455 §5.5.3). */
    void pinged(ByteBuffer payload) {
        var now = heard();
        if (open && passes(inbox.control(payload.remaining(), now))) {
            if (nextPong != null) {
                house.tally().count(Limit.PONGS, account);
            }
            nextPong = payload;
            pong();
        }
        readOn();
    }

    private void pong() {
        if (open && !ponging && nextPong != null) {
            ponging = true;
            var payload = nextPong;
            nextPong = null;
            socket.pong(payload, () -> {
                ponging = false;
                pong();
            });
        }
    }

    /** A pong came. */
    void ponged(int length) {
        var now = heard();
        passes(inbox.control(length, now));
        readOn();
    }

    /** A binary frame came, which ONVIF has not. */
    void binary() {
        heard();
        close(1003, "Send JSON as text, not binary");
        readOn();
    }

    private long heard() {
        asking = false;
        heardNanos = nanoTime.getAsLong();
        return heardNanos;
    }

    private boolean passes(Optional<Inbox.Refusal> refusal) {
        refusal.ifPresent(r -> refuse(r.limit(), r.status(), r.reason()));
        return refusal.isEmpty();
    }

    /** The socket has ended, by whomever. */
    void gone() {
        end();
        house.server().closed(participant);
    }

    @Override
    public boolean send(String text, Account payer) {
        return !isOpen() || outbox.send(text, payer);
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public void ping() {
        if (isOpen() && !pinging) {
            pinging = true;
            socket.ping(() -> pinging = false);
        }
    }

    @Override
    public long heardNanos() {
        return heardNanos;
    }

    @Override
    public long listenedNanos(long nowNanos) {
        return asking ? nowNanos - askedNanos : 0;
    }

    @Override
    public void standing(Standing now) {
        if (now == standing || !open) {
            return;
        }
        if (standing == Standing.NEWCOMER) {
            inbox.registered();
        }
        if (now == Standing.DEVICE) {
            account.becomeDevice();
            inbox.becameDevice(nanoTime.getAsLong());
        }
        standing = now;
        if (!place.becomes(now)) {
            makeRoom();
        }
    }

    @Override
    public void tick() {
        var now = nanoTime.getAsLong();
        if (inbox.isLate(asking, now)) {
            refuse(Limit.MESSAGE_TIME, POLICY_VIOLATION, "Send a message within 5 s from its first to its last byte");
        } else if (outbox.stalledNanos(now) > UNREAD_NANOS) {
            house.tally().count(Limit.UNREAD, account);
            abort();
        }
    }

    private void makeRoom() {
        close(TRY_AGAIN_LATER, "The server is full, and this connection had no session: try again later");
    }

    private void holdsMost() {
        refuse(Limit.UNSENT, TRY_AGAIN_LATER, "Too much of what this connection sent waits here: try again later");
    }

    @Override
    public void refuse(Limit limit, int status, String reason) {
        if (open) {
            house.tally().count(limit, account);
            close(status, reason);
        }
    }

    @Override
    public void close(int status, String reason) {
        if (end()) {
            socket.close(status, reason);
            house.timer().after(FAREWELL_NANOS, socket::disconnect); // it may never read the farewell
        }
    }

    @Override
    public void abort() {
        end();
        socket.disconnect();
    }

    /** Nothing of it is held any more. */
    private boolean end() {
        var first = open;
        open = false;
        if (first) {
            nextPong = null;
            inbox.drop();
            outbox.close();
            place.leave();
            account.close();
        }
        return first;
    }

    @Override
    public boolean isOpen() {
        return open && socket.isOpen();
    }
}
