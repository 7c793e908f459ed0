// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How many allocations there are, in all, of each user and of each client address (IPv6: of each /64). Thread: any. */
final class Quotas {
    enum Outcome {
        GRANTED,
        USER_FULL,
        ADDRESS_FULL,
        SERVER_FULL
    }

    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final int mostPerUser;
    private final int mostPerAddress;
    private final Map<String, Integer> users = new HashMap<>();
    private final Map<InetAddress, Integer> addresses = new HashMap<>();
    private int all;

    Quotas(Limits limits) {
        this.most = limits.maxAllocations();
        this.mostPerUser = limits.maxAllocationsPerUser();
        this.mostPerAddress = limits.maxAllocationsPerAddress();
    }

    synchronized Outcome take(String account, InetAddress client) {
        var network = network(client);
        if (users.getOrDefault(account, 0) >= mostPerUser) {
            return Outcome.USER_FULL;
        } else if (addresses.getOrDefault(network, 0) >= mostPerAddress) {
            return Outcome.ADDRESS_FULL;
        } else if (all >= most) {
            return Outcome.SERVER_FULL;
        }
        users.merge(account, 1, Integer::sum);
        addresses.merge(network, 1, Integer::sum);
        all++;
        return Outcome.GRANTED;
    }

    synchronized void release(String account, InetAddress client) {
        users.computeIfPresent(account, (name, count) -> count == 1 ? null : count - 1);
        addresses.computeIfPresent(network(client), (address, count) -> count == 1 ? null : count - 1);
        all--;
    }

    synchronized int inUse() {
        return all;
    }

    private static InetAddress network(InetAddress client) {
        if (client instanceof Inet4Address) {
            return client;
        }
        byte[] bytes = client.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return client;
        }
    }
}
