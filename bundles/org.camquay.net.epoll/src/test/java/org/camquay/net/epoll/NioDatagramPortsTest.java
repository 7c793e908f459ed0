// SPDX-License-Identifier: Apache-2.0
package org.camquay.net.epoll;

import java.io.IOException;
import org.camquay.api.net.DatagramPorts;
import org.camquay.testkit.contract.DatagramPortsContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The other back end keeps to the same contract. */
class NioDatagramPortsTest extends DatagramPortsContract {
    private NioPorts ports;

    @BeforeEach
    void begin() throws IOException {
        ports = new NioPorts();
    }

    @AfterEach
    void end() {
        ports.close();
    }

    @Override
    protected DatagramPorts ports() {
        return ports;
    }
}
