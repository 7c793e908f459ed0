// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.util.List;

/** Where a program of a test runs: on this machine as it is, or in a network of its own. */
public interface Place {
    /** This machine. */
    Place HERE = new Place() {
        @Override
        public List<String> command(List<String> words) {
            return words;
        }

        @Override
        public int reach(int port) {
            return port;
        }
    };

    /** The words that run a program there. */
    List<String> command(List<String> words);

    /** The port of this machine's loopback that leads to that port of the loopback there. */
    int reach(int port);
}
