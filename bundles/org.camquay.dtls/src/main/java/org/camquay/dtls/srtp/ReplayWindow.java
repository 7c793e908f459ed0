// SPDX-License-Identifier: Apache-2.0
package org.camquay.dtls.srtp;

/** Which of the last 128 packet indexes were received (RFC 3711 §3.3.2). */
final class ReplayWindow {

    static final int SIZE = 128;

    private long highest = -1;
    private long newer;
    private long older;

    /** The highest index received; -1 for none. */
    long highest() {
        return highest;
    }

    /** Whether the index is neither received already nor too old to know. */
    boolean accepts(long index) {
        long age = highest - index;
        if (age < 0) {
            return true;
        }
        if (age >= SIZE) {
            return false;
        }
        return age < 64 ? (newer >>> age & 1) == 0 : (older >>> age - 64 & 1) == 0;
    }

    /** Notes an index that was accepted and authenticated. */
    void receive(long index) {
        long advance = highest < 0 ? SIZE : index - highest;
        if (advance <= 0) {
            mark(-advance);
            return;
        }
        if (advance >= SIZE) {
            newer = 0;
            older = 0;
        } else if (advance >= 64) {
            older = newer << advance - 64;
            newer = 0;
        } else {
            older = older << advance | newer >>> 64 - advance;
            newer <<= advance;
        }
        highest = index;
        mark(0);
    }

    private void mark(long age) {
        if (age < 64) {
            newer |= 1L << age;
        } else {
            older |= 1L << age - 64;
        }
    }
}
