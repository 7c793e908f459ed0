// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.ArrayList;
import java.util.List;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerUrl;

/** The servers an agent may ask, one entry for each URL that can be read; bounded. */
final class Servers {
    private static final int LIMIT = 16;

    /**
     * One URL with its credentials.
     *
     * @param text as it was given, for reports
     */
    record Entry(String text, IceServerUrl url, String username, String credential) {
        boolean isTurn() {
            return url.kind() == IceServerUrl.Kind.TURN;
        }

        boolean isUdp() {
            return url.transport() == IceServerUrl.Transport.UDP;
        }
    }

    private Servers() {}

    /** Those that can be used; what is wrong with the others goes into the journal. */
    static List<Entry> of(List<IceServer> servers, Journal journal) {
        var entries = new ArrayList<Entry>();
        for (var server : servers) {
            for (var text : server.urls()) {
                try {
                    var entry = new Entry(text, IceServerUrl.parse(text), server.username(), server.credential());
                    var wrong = unusable(entry, entries);
                    if (wrong.isEmpty()) {
                        entries.add(entry);
                    } else {
                        journal.failed(text, wrong);
                    }
                } catch (IceException e) {
                    journal.failed(text, e.getMessage());
                }
            }
        }
        return entries;
    }

    private static String unusable(Entry entry, List<Entry> others) {
        if (entry.isTurn() && (entry.username().isEmpty() || entry.credential().isEmpty())) {
            return "a TURN server needs a user name and a credential: configure both";
        } else if (!entry.isTurn() && !entry.isUdp()) {
            return "not asked: STUN over TLS tells no address that media could use";
        } else if (others.size() >= LIMIT) {
            return "not asked: it is one of more than " + LIMIT + " servers";
        } else if (others.stream()
                .anyMatch(other ->
                        other.url().equals(entry.url()) && other.username().equals(entry.username()))) {
            return "not asked twice";
        }
        return "";
    }
}
