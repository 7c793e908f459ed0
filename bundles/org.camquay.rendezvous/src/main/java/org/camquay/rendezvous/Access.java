// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.function.Supplier;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessDecision.Denied;
import org.camquay.api.access.AccessDecision.Granted;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.RoomList;
import org.camquay.gate.Gate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the gate what one participant may do in a room, and the list of rooms, which holds also where no tokens are asked.
 * A participant's connection counts for the subject of its token, too.
 *
 * @param rooms the list, or null for now
 */
record Access(Gate gate, Supplier<RoomList> rooms) {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    /** Every room may be opened. */
    Access(Gate gate) {
        this(gate, () -> null);
    }

    /** @param room empty for that of the token */
    AccessDecision decide(Participant who, String token, AccessRequest.Scope scope, String room) {
        return decide(who, token, scope, room, false);
    }

    /** @param continued whether it is about a session that this token let in */
    AccessDecision decide(Participant who, String token, AccessRequest.Scope scope, String room, boolean continued) {
        var request = new AccessRequest(token, scope, AccessRequest.Kind.ROOM, room, who.holder(), continued);
        var decision = gate.decide(request, who.credentials.remote());
        if (decision instanceof Granted granted) {
            who.link.account().identify(granted.subject());
            who.subject = granted.subject();
            var entered = granted.room().isEmpty() ? room : granted.room();
            return entered.isEmpty() ? decision : listed(entered, decision);
        }
        return decision;
    }

    private AccessDecision listed(String room, AccessDecision decision) {
        var list = rooms.get();
        try {
            return list == null || list.isAllowed(room)
                    ? decision
                    : new Denied(403, "This is not one of the rooms here: an administrator adds it with addRoom");
        } catch (RuntimeException | LinkageError e) {
            LOG.error("list of rooms failed: {}", list.getClass().getName(), e);
            return new Denied(503, "Rooms cannot be looked up at the moment: try again later");
        }
    }
}
