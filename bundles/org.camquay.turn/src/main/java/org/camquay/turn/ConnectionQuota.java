// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many connections there are, in all and of each source address. Thread: any. */
final class ConnectionQuota {
    private final int most;
    private final int mostPerAddress;
    private final Map<InetAddress, Integer> addresses = new HashMap<>();
    private int all;

    ConnectionQuota(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    synchronized boolean take(InetAddress source) {
        if (all >= most || addresses.getOrDefault(source, 0) >= mostPerAddress) {
            return false;
        }
        addresses.merge(source, 1, Integer::sum);
        all++;
        return true;
    }

    synchronized void release(InetAddress source) {
        addresses.computeIfPresent(source, (address, count) -> count == 1 ? null : count - 1);
        all--;
    }
}
