// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Page;
import org.camquay.itests.nat.MeetingPoint.Turn;

/** The lab with its meeting points, and cameras and browsers that are there from when they are first asked for. */
final class World implements AutoCloseable {
    private final Map<Turn, MeetingPoint> meetingPoints = new EnumMap<>(Turn.class);
    private final Map<NatKind, CameraSite> cameras = new EnumMap<>(NatKind.class);
    private final TestAuthority authority;
    private final Lab lab;
    private NatKind viewerKind;
    private Browser viewer;

    World() throws IOException {
        Lab.require();
        authority = new TestAuthority();
        lab = new Lab();
        var server = lab.server();
        for (var turn : Turn.values()) {
            meetingPoints.put(turn, new MeetingPoint(turn, server, authority));
        }
    }

    MeetingPoint meetingPoint(Turn turn) {
        return meetingPoints.get(turn);
    }

    CameraSite camera(NatKind kind) throws IOException {
        if (!cameras.containsKey(kind)) {
            cameras.put(kind, new CameraSite(kind, lab, authority));
        }
        return cameras.get(kind);
    }

    /** The player's page of that camera, in a browser behind such a router; one browser is there at a time. */
    Page page(NatKind kind, NatKind camera, Turn turn) {
        if (kind != viewerKind) {
            endViewer();
            viewer = Browser.chromium(lab.site(kind, "HOME=" + authority.home()));
            viewerKind = kind;
        }
        var address = "http://" + turn.rendezvous + ":443/play/" + CameraSite.room(camera);
        return viewer.page().open(URI.create(address));
    }

    private void endViewer() {
        if (viewer != null) {
            viewer.close();
            viewer = null;
            viewerKind = null;
        }
    }

    @Override
    public void close() {
        try {
            endViewer();
            cameras.values().forEach(CameraSite::close);
            meetingPoints.values().forEach(MeetingPoint::close);
        } finally {
            lab.close();
        }
    }
}
