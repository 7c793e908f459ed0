// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate.body;

import java.util.HashMap;
import java.util.Map;
import org.camquay.api.net.Site;

/** How many costly requests each address (IPv6: each /64) has under way. Thread: any. */
public final class Turns {
    private final int most;
    private final Map<String, Integer> underWay = new HashMap<>();

    /** {@code most}: of one address at a time. */
    public Turns(int most) {
        this.most = most;
    }

    /** Returns whether another one may begin; then {@link #leave} must follow, once. */
    public synchronized boolean enter(String address) {
        var site = Site.nameOf(address);
        int now = underWay.getOrDefault(site, 0);
        if (now >= most) {
            return false;
        }
        underWay.put(site, now + 1);
        return true;
    }

    /** One is done. */
    public synchronized void leave(String address) {
        underWay.computeIfPresent(Site.nameOf(address), (key, count) -> count > 1 ? count - 1 : null);
    }
}
