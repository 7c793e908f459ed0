// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

/** What is bounded here, by the names under which it is counted; the rows of {@code docs/limits.md}. */
enum Limit {
    CONNECTIONS("connections"),
    CONNECTIONS_OF_ADDRESS("connections of one address"),
    NEWCOMERS("time to register"),
    IDLE_VIEWERS("viewers without a session"),
    WAITING_VIEWERS("viewers who wait for a camera"),
    SESSIONS("sessions of a room"),
    MESSAGE_SIZE("size of a message"),
    MESSAGE_TIME("time for a message to be complete"),
    FIELD_SIZE("size of a field"),
    MESSAGES("messages of one connection"),
    BYTES("bytes of one connection"),
    ADDRESS_RATE("messages and bytes of one address or subject"),
    UNSENT("bytes that wait on one account"),
    UNREAD("time for a message to leave"),
    PONGS("pongs under way"),
    METHOD_RATE("calls of one method"),
    CANDIDATES("candidates of one session");

    private final String words;

    Limit(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
