// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetAddress;
import org.camquay.stun.AddressFamily;

/**
 * Where relay sockets are bound, and what clients are told. They differ behind a 1:1 NAT. Thread: any.
 *
 * @param announced goes into XOR-RELAYED-ADDRESS
 * @param local an address of this machine
 */
record RelayAddress(InetAddress announced, InetAddress local) {

    AddressFamily family() {
        return AddressFamily.of(local);
    }
}
