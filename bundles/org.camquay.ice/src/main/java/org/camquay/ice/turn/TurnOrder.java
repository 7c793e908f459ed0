// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.turn;

import java.net.InetSocketAddress;
import org.camquay.api.ice.IceServerUrl;

/**
 * A TURN server, and the allocation that it is asked for.
 *
 * @param family of the relayed address
 */
public record TurnOrder(IceServerUrl url, InetSocketAddress server, String username, String credential, Family family) {
    /** Which relayed addresses are wanted. */
    public enum Family {
        IPV4,
        /** IPv6 alone (REQUESTED-ADDRESS-FAMILY). */
        IPV6,
        /** IPv6 too, if the server can (ADDITIONAL-ADDRESS-FAMILY). */
        BOTH
    }
}
