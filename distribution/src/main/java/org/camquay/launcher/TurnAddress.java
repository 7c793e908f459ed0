// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;

/** What cameras and viewers are told of the TURN server in this process. */
final class TurnAddress {
    private static final int SECRET_BYTES = 24;

    private TurnAddress() {}

    /**
     * STUN and TURN URLs with commas between; empty where nobody could reach them.
     *
     * @param bind where the server listens; for the any address the most public one of this machine is named
     */
    static String urls(InetAddress bind, int port) {
        if (port == 0) {
            return "";
        }
        return (bind.isAnyLocalAddress() ? mostPublic() : Optional.of(bind))
                .map(address -> place(address) + ":" + port)
                .map(at -> "stun:" + at + ",turn:" + at + ",turn:" + at + "?transport=tcp")
                .orElse("");
    }

    /** Good for as long as the process runs. */
    static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static Optional<InetAddress> mostPublic() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress() && !(a instanceof Inet6Address))
                    .min(Comparator.comparing(InetAddress::isSiteLocalAddress));
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static String place(InetAddress address) {
        var host = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + host.replaceFirst("%.*", "") + "]" : host;
    }
}
