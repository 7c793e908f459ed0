// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import java.util.ArrayList;
import java.util.List;
import org.camquay.api.ice.IceServer;

/** STUN and TURN servers as {@code Link} headers (RFC 9725 §4.6, RFC 8288). */
final class ServerLinks {
    private ServerLinks() {}

    /** One value for each URL. */
    static List<String> of(List<IceServer> servers) {
        var links = new ArrayList<String>();
        for (var server : servers) {
            for (String url : server.urls()) {
                var link = new StringBuilder("<" + clean(url) + ">; rel=\"ice-server\"");
                if (url.startsWith("turn") && !server.credential().isEmpty()) {
                    link.append("; username=").append(quoted(server.username()));
                    link.append("; credential=").append(quoted(server.credential()));
                    link.append("; credential-type=\"password\"");
                }
                links.add(link.toString());
            }
        }
        return links;
    }

    private static String clean(String url) {
        return url.replaceAll("[<>\\s\\p{Cntrl}]", "");
    }

    private static String quoted(String text) {
        return '"' + text.replaceAll("\\p{Cntrl}", "").replaceAll("([\\\\\"])", "\\\\$1") + '"';
    }
}
