// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import java.time.Duration;
import java.util.Set;

/**
 * How many connections there may be, and how long a client may keep the server waiting.
 *
 * @param connections all together, WebSockets not counted: these have limits of their own
 * @param perAddress of one address; of one network of 64 bits with IPv6
 * @param exempt addresses that may have as many as fit in all, in the form of {@link java.net.InetAddress#getHostAddress}
 * @param idle between two requests, and before the first byte of the first one
 * @param head from the first byte of a request until its head is whole
 * @param stalled how long a body or a response may be behind {@code leastRate}
 * @param leastRate bytes a second, of a body
 * @param requests of one connection; the last one is answered with {@code Connection: close}
 */
record Limits(
        int connections,
        int perAddress,
        Set<String> exempt,
        Duration idle,
        Duration head,
        Duration stalled,
        int leastRate,
        int requests) {}
