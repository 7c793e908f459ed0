// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import java.io.IOException;
import org.camquay.api.net.DatagramPorts;
import org.camquay.net.NetLoops;
import org.camquay.net.NioDatagramPorts;
import org.camquay.testkit.contract.DatagramPortsContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The other back end keeps to the same contract. */
class NioDatagramPortsTest extends DatagramPortsContract {
    private NetLoops loops;

    @BeforeEach
    void begin() throws IOException {
        loops = new NetLoops(1);
    }

    @AfterEach
    void end() {
        loops.close();
    }

    @Override
    protected DatagramPorts ports() {
        return new NioDatagramPorts(loops);
    }
}
