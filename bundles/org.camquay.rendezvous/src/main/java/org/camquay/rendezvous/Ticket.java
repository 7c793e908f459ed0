// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.Optional;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessDecision.Denied;
import org.camquay.api.access.AccessDecision.Granted;
import org.camquay.onvif.Connect;
import org.camquay.onvif.ErrorCode;

/** What a viewer's ticket admits to, against what the viewer asks for. Pure. */
final class Ticket {
    private Ticket() {}

    /** Refuses another room than the ticket's, and a stream that it does not name. */
    static AccessDecision checked(Granted ticket, Connect connect) {
        if (!ticket.room().isEmpty() && !ticket.room().equals(connect.peer())) {
            return new Denied(ErrorCode.FORBIDDEN, "The ticket is for another room");
        }
        boolean elsewhere = connect.profile().filter(asked -> !asked.isEmpty()).isPresent()
                && !ticket.streams().isEmpty()
                && !ticket.streams().contains(connect.profile().get());
        return elsewhere ? new Denied(ErrorCode.FORBIDDEN, "The ticket does not admit to this stream") : ticket;
    }

    /** The stream to ask the device for: of a ticket that names streams always one of these. */
    static Optional<String> profile(Granted ticket, Connect connect) {
        if (ticket.streams().isEmpty()
                || connect.profile().filter(asked -> !asked.isEmpty()).isPresent()) {
            return connect.profile();
        }
        return ticket.streams().contains(connect.peer())
                ? Optional.of(connect.peer())
                : ticket.streams().stream().findFirst();
    }
}
