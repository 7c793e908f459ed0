// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.util.List;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.OnvifIceServer;

/** ONVIF's session: one viewer's stay with the device of one room. */
final class ViewerSession {
    final String id;
    final Room room;
    final Participant viewer;

    /** The viewer's {@code connect} that still waits for its answer, or null. */
    JsonRpcMessage.Request pending;

    /** What both ends are given. */
    List<OnvifIceServer> iceServers = List.of();

    ViewerSession(String id, Room room, Participant viewer, JsonRpcMessage.Request pending) {
        this.id = id;
        this.room = room;
        this.viewer = viewer;
        this.pending = pending;
    }
}
