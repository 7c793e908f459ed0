// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The token with which the owner of the state folder may do everything. */
final class AdminToken {
    private AdminToken() {}

    /** The server itself writes it there. */
    static Path file(Path etc) {
        return etc.resolve("state/access/admin.token");
    }

    /** The token of that configuration folder; empty when there is none that this user may read. */
    static String below(Path etc) {
        var file = file(etc);
        try {
            return Files.isReadable(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** The token in a file that was named. */
    static String in(Path file) throws UsageException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UsageException("--token-file " + file + " cannot be read");
        }
    }

    /** Whether a server there is one of this machine: to no other one is the token sent unasked. */
    static boolean belongsTo(String host) {
        try {
            var address = InetAddress.getByName(host);
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }
}
