// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.servers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceServerUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The URLs of a configuration: what cannot be used is said once and left out, the rest serves. */
final class ServerUrls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerUrls.class);

    private ServerUrls() {}

    /**
     * The usable ones, in order. A file gives them in one line with commas.
     *
     * @param withCredential whether TURN servers can be used at all; browsers refuse those without a credential, and
     *     with them the whole connection
     */
    static List<String> usable(String[] configured, boolean withCredential) {
        var urls = new ArrayList<String>();
        Arrays.stream(configured)
                .flatMap(line -> Arrays.stream(line.split("[,\\s]+")))
                .filter(url -> !url.isEmpty())
                .forEach(url -> {
                    try {
                        var parsed = IceServerUrl.parse(url);
                        if (parsed.kind() == IceServerUrl.Kind.TURN && !withCredential) {
                            LOG.error("ICE server left out: {} (a TURN server needs username and credential)", parsed);
                        } else if (!urls.contains(url)) {
                            urls.add(url);
                        }
                    } catch (IceException e) {
                        LOG.error("ICE server left out: {}", e.getMessage());
                    }
                });
        return List.copyOf(urls);
    }
}
