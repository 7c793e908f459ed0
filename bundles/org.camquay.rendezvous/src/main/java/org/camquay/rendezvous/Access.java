// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessRequest;
import org.camquay.gate.Gate;

/** Asks the gate what one participant may do in a room; its connection counts for the subject of its token, too. */
record Access(Gate gate) {
    AccessDecision decide(Participant who, String token, AccessRequest.Scope scope, String room) {
        var holder = who.credentials.remote();
        var decision = gate.decide(new AccessRequest(token, scope, AccessRequest.Kind.ROOM, room, holder));
        if (decision instanceof AccessDecision.Granted granted) {
            who.link.account().identify(granted.subject());
            who.subject = granted.subject();
        }
        return decision;
    }
}
