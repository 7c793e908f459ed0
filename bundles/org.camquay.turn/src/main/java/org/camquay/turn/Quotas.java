// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.util.HashMap;
import java.util.Map;

/** How many allocations there are, in all and of each user. Thread: any. */
final class Quotas {
    enum Outcome {
        GRANTED,
        USER_FULL,
        SERVER_FULL
    }

    private final int most;
    private final int mostPerUser;
    private final Map<String, Integer> users = new HashMap<>();
    private int all;

    Quotas(int most, int mostPerUser) {
        this.most = most;
        this.mostPerUser = mostPerUser;
    }

    synchronized Outcome take(String account) {
        if (users.getOrDefault(account, 0) >= mostPerUser) {
            return Outcome.USER_FULL;
        } else if (all >= most) {
            return Outcome.SERVER_FULL;
        }
        users.merge(account, 1, Integer::sum);
        all++;
        return Outcome.GRANTED;
    }

    synchronized void release(String account) {
        users.computeIfPresent(account, (name, count) -> count == 1 ? null : count - 1);
        all--;
    }

    synchronized int inUse() {
        return all;
    }
}
