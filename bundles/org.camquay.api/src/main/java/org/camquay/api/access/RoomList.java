// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.access;

import org.osgi.annotation.versioning.ConsumerType;

/** The service that knows which rooms may be opened. Without one, every room may. Called from any thread; does not block. */
@ConsumerType
public interface RoomList {
    /** Whether a device may open the room of that name, and viewers may ask for it. */
    boolean isAllowed(String room);
}
