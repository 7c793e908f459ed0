// SPDX-License-Identifier: Apache-2.0
package org.camquay.streams;

/** The streams of one group, as one of them sees them: who watches one may soon watch another. Thread: any. */
interface Companions {
    /** Of a stream in no group. */
    Companions NONE = new Companions() {
        @Override
        public boolean read() {
            return false;
        }

        @Override
        public void readersChanged() {}
    };

    /** Whether any of them is read. */
    boolean read();

    /** Readers of one came or went: the others are to be open as long as there are some. */
    void readersChanged();
}
