// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.util.OptionalLong;

/** A running server that is measured. */
interface Contender extends AutoCloseable {
    /** How the table calls it. */
    String name();

    /** Its process; the only one whose CPU and memory count. */
    long pid();

    /** Where the next viewer has to receive: an address of this machine, where the server allows that another for each. */
    String viewerAddress();

    /** A viewer's way to the stream of this camera, counted from 0. */
    Signaling signaling(int camera);

    /** Collects garbage where there is such a thing, and has unused memory given back; the bytes of the heap that are in use afterwards. */
    OptionalLong collect();

    /** What it said last, for a failure's message. */
    String log();

    @Override
    void close();
}
