// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.camquay.api.net.Site;

/** How many connections there are, in all and of each source address (IPv6: of each /64). Thread: any. */
final class ConnectionQuota {
    private final int most;
    private final int mostPerAddress;
    private final Map<Site, Integer> addresses = new HashMap<>();
    private int all;

    ConnectionQuota(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    synchronized boolean take(InetAddress source) {
        var site = Site.of(source);
        if (all >= most || addresses.getOrDefault(site, 0) >= mostPerAddress) {
            return false;
        }
        addresses.merge(site, 1, Integer::sum);
        all++;
        return true;
    }

    synchronized void release(InetAddress source) {
        addresses.computeIfPresent(Site.of(source), (address, count) -> count == 1 ? null : count - 1);
        all--;
    }
}
