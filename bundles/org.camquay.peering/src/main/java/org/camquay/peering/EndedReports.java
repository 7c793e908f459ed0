// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camquay.api.ice.IceReport;
import org.camquay.api.peer.PeerId;

/** How the sessions that ended last were connected, so that it can still be asked why they ended. Thread: any. */
final class EndedReports {
    static final int LIMIT = 64;

    private final Map<PeerId, IceReport> reports = new LinkedHashMap<>();

    synchronized void add(PeerId id, IceReport report) {
        reports.remove(id);
        reports.put(id, report);
        if (reports.size() > LIMIT) {
            reports.remove(reports.keySet().iterator().next());
        }
    }

    synchronized Optional<IceReport> find(PeerId id) {
        return Optional.ofNullable(reports.get(id));
    }
}
