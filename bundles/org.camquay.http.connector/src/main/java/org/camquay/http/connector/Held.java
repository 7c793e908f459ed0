// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import java.util.function.LongSupplier;

/** One open connection: what it is doing, and since when. Thread: any. */
final class Held {
    /** What can be done about a connection. */
    interface Line {
        /** Bytes received since it was opened. */
        long bytesIn();

        /** Answers with that status, if the client takes it at once, and closes; for a line without a request. */
        void refuse(int status);

        /** Closes at once. */
        void close();
    }

    /** What the server does about a connection that took too long. */
    enum Verdict {
        KEEP,
        /** Nothing was asked. */
        CLOSE_IDLE,
        LATE_HEAD,
        LATE_BODY,
        UNREAD
    }

    final Line line;
    final String address;
    final boolean exempt;
    private final LongSupplier nanoTime;
    private long since;
    private long bytesBefore;
    private boolean served;
    private boolean begun;
    private boolean bodyExpected;
    private long bodyBytes;
    private long writingSince;
    private boolean writing;
    private int requests;

    /**
     * Made when it has come.
     *
     * @param address what it counts with
     * @param exempt whether only the limit in all counts for it
     */
    Held(Line line, String address, boolean exempt, LongSupplier nanoTime) {
        this.line = line;
        this.address = address;
        this.exempt = exempt;
        this.nanoTime = nanoTime;
        since = nanoTime.getAsLong();
    }

    /** A request's head is whole; returns how many there were on this connection. */
    synchronized int onRequest(boolean withBody) {
        served = true;
        since = nanoTime.getAsLong();
        bodyExpected = withBody;
        bodyBytes = 0;
        writing = false;
        return ++requests;
    }

    /** A piece of the body has been read. */
    synchronized void onBody(int bytes, boolean last) {
        bodyBytes += bytes;
        bodyExpected &= !last;
    }

    /** A piece of the response is being written. */
    synchronized void onWriting() {
        writing = true;
        writingSince = nanoTime.getAsLong();
    }

    /** That piece has left, or never will. */
    synchronized void onWritten() {
        writing = false;
    }

    /** The request is answered. */
    synchronized void onAnswered() {
        served = false;
        begun = false;
        since = nanoTime.getAsLong();
        bytesBefore = line.bytesIn();
    }

    /** Returns whether the server waits for this client, and not the client for the server. */
    synchronized boolean waitsForClient() {
        return !served || bodyExpected || writing;
    }

    /** Returns whether no request is under way. */
    synchronized boolean isBetweenRequests() {
        return !served;
    }

    /** Nanoseconds of the clock since when it has been doing this. */
    synchronized long since() {
        return since;
    }

    /** Looks whether the client takes too long. Called every now and then. */
    synchronized Verdict judge(Limits limits) {
        long now = nanoTime.getAsLong();
        if (!served) {
            if (!begun && line.bytesIn() != bytesBefore) {
                begun = true;
                since = now;
            }
            long most = begun ? limits.head().toNanos() : limits.idle().toNanos();
            if (now - since <= most) {
                return Verdict.KEEP;
            }
            return begun ? Verdict.LATE_HEAD : Verdict.CLOSE_IDLE;
        }
        long stalled = limits.stalled().toNanos();
        if (writing && now - writingSince > stalled) {
            return Verdict.UNREAD;
        }
        double earned = 1e9 * bodyBytes / limits.leastRate();
        return bodyExpected && now - since > stalled + earned ? Verdict.LATE_BODY : Verdict.KEEP;
    }
}
