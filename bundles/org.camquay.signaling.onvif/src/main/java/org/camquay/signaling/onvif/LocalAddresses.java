// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses of this machine: a connection over one that is gone hangs, and nothing tells. Thread: any. */
final class LocalAddresses {
    private LocalAddresses() {}

    /** Those of now; empty when they cannot be read. */
    static Set<InetAddress> current() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }
}
