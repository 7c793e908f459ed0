// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.OnvifIceServer;
import org.camquay.onvif.SessionServers;

/** ONVIF's session: one viewer's stay with the device of one room. */
final class ViewerSession {
    final String id;
    final Room room;
    final Participant viewer;
    final long beganNanos;
    /** What its two ends may still say. */
    final SessionCalls calls = new SessionCalls();

    /** The viewer's {@code connect} that still waits for its answer, or null. */
    JsonRpcMessage.Request pending;

    /** What both ends are given. */
    List<OnvifIceServer> iceServers = List.of();

    /** What let the viewer in, a secret: with the same it goes on. */
    String token = "";

    /** Whether the viewer has not got them yet. */
    private boolean renewed;

    ViewerSession(String id, Room room, Participant viewer, JsonRpcMessage.Request pending, long nowNanos) {
        this.id = id;
        this.room = room;
        this.viewer = viewer;
        this.pending = pending;
        this.beganNanos = nowNanos;
    }

    /** Whose relays both ends use: the viewer's, by the subject of its token if it has one, else this session's. */
    String user() {
        return viewer.subject.isEmpty() ? id : viewer.subject;
    }

    /** The device has got fresh servers; the viewer gets them with its next invite. */
    void renew(List<OnvifIceServer> fresh) {
        iceServers = fresh;
        renewed = true;
    }

    /** The params of an invite, with what the viewer has not got yet. */
    ObjectNode invite(ObjectNode params) {
        var fresh = renewed;
        renewed = false;
        return fresh ? new SessionServers(id, iceServers).into(params) : params;
    }
}
