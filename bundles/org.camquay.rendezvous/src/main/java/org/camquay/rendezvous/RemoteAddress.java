// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Which connections count as those of one address. */
final class RemoteAddress {
    private static final int SITE_BYTES = 8;

    private RemoteAddress() {}

    /** Of an address as digits: IPv4 as it is; of IPv6 the /64, since that is what one customer has (RFC 6177 §2). */
    static String group(String address) {
        try {
            return group(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static String group(InetAddress address) throws UnknownHostException {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        var bytes = address.getAddress();
        Arrays.fill(bytes, SITE_BYTES, bytes.length, (byte) 0);
        return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    }
}
