// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

/**
 * How many datagrams to take from a socket before it is the others' turn. One is read where one is expected, since
 * the read that finds nothing costs as much as one that does.
 */
final class Burst {
    private static final int MOST = 32;

    private int size = 1;
    private long lastTurn;

    int size(long turn) {
        if (turn == lastTurn + 1) {
            size = Math.min(MOST, 2 * size);
        }
        lastTurn = turn;
        return size;
    }

    /** The socket had no more than {@code taken}. */
    void drained(int taken) {
        size = Math.max(1, taken);
    }
}
