// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.camquay.api.net.Site;

/** How many allocations there are, in all, of each user and of each client address (IPv6: of each /64). Thread: any. */
final class Quotas {
    enum Outcome {
        GRANTED,
        USER_FULL,
        ADDRESS_FULL,
        SERVER_FULL
    }

    private final int most;
    private final int mostPerUser;
    private final int mostPerAddress;
    private final Map<String, Integer> users = new HashMap<>();
    private final Map<Site, Integer> addresses = new HashMap<>();
    private int all;
    private boolean draining;

    Quotas(Limits limits) {
        this.most = limits.maxAllocations();
        this.mostPerUser = limits.maxAllocationsPerUser();
        this.mostPerAddress = limits.maxAllocationsPerAddress();
    }

    synchronized Outcome take(String account, InetAddress client) {
        var site = Site.of(client);
        if (users.getOrDefault(account, 0) >= mostPerUser) {
            return Outcome.USER_FULL;
        } else if (addresses.getOrDefault(site, 0) >= mostPerAddress) {
            return Outcome.ADDRESS_FULL;
        } else if (all >= most || draining) {
            return Outcome.SERVER_FULL;
        }
        users.merge(account, 1, Integer::sum);
        addresses.merge(site, 1, Integer::sum);
        all++;
        return Outcome.GRANTED;
    }

    synchronized void release(String account, InetAddress client) {
        users.computeIfPresent(account, (name, count) -> count == 1 ? null : count - 1);
        addresses.computeIfPresent(Site.of(client), (address, count) -> count == 1 ? null : count - 1);
        all--;
    }

    /** Grants nothing more; what is there stays. */
    synchronized void drain() {
        draining = true;
    }

    synchronized int inUse() {
        return all;
    }
}
