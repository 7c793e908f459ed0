// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;

/**
 * What {@code listRooms} answers.
 *
 * @param onlyThese whether no other room may be opened
 */
public record AllowedRooms(boolean onlyThese, List<RoomEntry> rooms) {
    public AllowedRooms {
        rooms = List.copyOf(rooms);
    }
}
