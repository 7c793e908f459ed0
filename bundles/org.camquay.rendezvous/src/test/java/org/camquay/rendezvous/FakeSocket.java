// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A WebSocket whose other end reads only when the test says so. */
final class FakeSocket implements Socket {
    final List<String> read = new ArrayList<>();
    final List<String> pongs = new ArrayList<>();
    int pings;
    int demands;
    int closeStatus;
    String closeReason = "";
    boolean disconnected;
    /** Whether the other end reads all at once. */
    boolean reading = true;

    private final Queue<Runnable> unread = new ArrayDeque<>();
    private SocketLink link;

    void of(SocketLink owner) {
        link = owner;
    }

    /** Sends one whole text, if it is asked for; returns whether it was. */
    boolean say(String text) {
        return say(text, true);
    }

    boolean say(String fragment, boolean last) {
        if (demands == 0) {
            return false;
        }
        demands--;
        link.text(fragment, last);
        return true;
    }

    /** Sends one ping; returns whether it was asked for. */
    boolean ping(String payload) {
        if (demands == 0) {
            return false;
        }
        demands--;
        link.pinged(ByteBuffer.wrap(payload.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        return true;
    }

    /** Reads the next thing that was written; returns whether there was one. */
    boolean readOne() {
        var next = unread.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    int unread() {
        return unread.size();
    }

    private void write(Runnable arrival) {
        unread.add(arrival);
        if (reading) {
            readOne();
        }
    }

    @Override
    public void write(String text, Runnable done) {
        write(() -> {
            read.add(text);
            done.run();
        });
    }

    @Override
    public void pong(ByteBuffer payload, Runnable done) {
        var text = java.nio.charset.StandardCharsets.US_ASCII.decode(payload).toString();
        write(() -> {
            pongs.add(text);
            done.run();
        });
    }

    @Override
    public void ping(Runnable done) {
        write(() -> {
            pings++;
            done.run();
        });
    }

    @Override
    public void demand() {
        assertOneDemand();
        demands++;
    }

    private void assertOneDemand() {
        if (demands > 0) {
            throw new AssertionError("Jetty allows one demand at a time");
        }
    }

    @Override
    public void close(int status, String reason) {
        closeStatus = status;
        closeReason = reason;
    }

    @Override
    public void disconnect() {
        disconnected = true;
    }

    @Override
    public boolean isOpen() {
        return closeStatus == 0 && !disconnected;
    }
}
