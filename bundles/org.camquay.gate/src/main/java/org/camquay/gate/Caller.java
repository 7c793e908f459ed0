// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

/**
 * Who calls, and what they called.
 *
 * @param address the client's IP address
 * @param scheme {@code http} or {@code https}
 * @param host the {@code Host} that the client wrote; empty when it wrote none
 */
record Caller(String address, String scheme, String host) {}
