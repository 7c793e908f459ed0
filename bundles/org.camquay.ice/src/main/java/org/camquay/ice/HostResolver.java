// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.camquay.api.net.EventLoop;

/** Finds the addresses of servers' names. Thread: any. */
@FunctionalInterface
interface HostResolver {
    /**
     * What came of it.
     *
     * @param addresses IPv4 and IPv6 by turns, empty if it failed
     * @param failure a sentence, empty if it did not
     */
    record Resolution(List<InetAddress> addresses, String failure) {}

    /** Looks a name up and tells what came of it on the loop, never within the call. The caller is on the loop. */
    void resolve(String host, EventLoop loop, Consumer<Resolution> found);
}
