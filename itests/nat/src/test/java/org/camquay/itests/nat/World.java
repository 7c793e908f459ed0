// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Page;
import org.camquay.itests.nat.MeetingPoint.Turn;

/** The lab with meeting points, cameras and browsers, each there from when it is first asked for. */
final class World implements AutoCloseable {
    /** How long a picture may take to come, on a machine with other things to do. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int FRAMES = 10;

    private final Map<Turn, MeetingPoint> meetingPoints = new EnumMap<>(Turn.class);
    private final Map<NatKind, CameraSite> cameras = new EnumMap<>(NatKind.class);
    private final Map<NatKind, Site> viewerSites = new EnumMap<>(NatKind.class);
    private final TestAuthority authority = new TestAuthority();
    private final Lab lab = new Lab();
    private NatKind viewerKind;
    private Browser viewer;

    Lab lab() {
        return lab;
    }

    MeetingPoint meetingPoint(Turn turn) throws IOException {
        if (!meetingPoints.containsKey(turn)) {
            if (turn == Turn.BOTH) {
                meetingPoint(Turn.COTURN);
            }
            if (turn != Turn.CAMQUAY) {
                meetingPoint(Turn.CAMQUAY); // whose TURN server is everybody's STUN server
            }
            meetingPoints.put(turn, new MeetingPoint(turn, lab.server(), authority));
        }
        return meetingPoints.get(turn).checked();
    }

    /** The camera behind such a router, waiting there. */
    CameraSite camera(NatKind kind, Turn turn) throws IOException {
        if (!cameras.containsKey(kind)) {
            cameras.put(kind, new CameraSite(lab.site(kind, trust()), "camera-" + kind.word));
        }
        return cameras.get(kind).waitAt(meetingPoint(turn));
    }

    /** A camera of its own, that the caller closes. */
    CameraSite newCamera(Site site, String room, Turn turn, String... options) throws IOException {
        return new CameraSite(site, room, options).waitAt(meetingPoint(turn));
    }

    /** For the environment of a camera: whom it trusts. */
    String trust() {
        return "CAMQUAY_OPTS=-Djavax.net.ssl.trustStore=" + authority.file("trust.p12")
                + " -Djavax.net.ssl.trustStorePassword=" + TestAuthority.STORE_PASSWORD;
    }

    /** The player's page of that camera, in Chromium behind such a router; one browser is there at a time. */
    Page page(NatKind kind, CameraSite camera, Turn turn) throws IOException {
        if (kind != viewerKind) {
            endViewer();
            viewer = Browser.chromium(viewerSite(kind));
            viewerKind = kind;
        }
        return open(viewer, camera, turn);
    }

    /** The player's page of that camera. */
    Page open(Browser browser, CameraSite camera, Turn turn) throws IOException {
        var url = URI.create("http://" + meetingPoint(turn).turn().rendezvous + ":443/play/" + camera.room());
        return browser.page().preload(World.class, "first-packet.js").open(url);
    }

    /** Milliseconds from {@code connect} to the first packet of media, on a page that shows pictures. */
    static int firstPacketMillis(Page page) {
        // A busy page may see its first picture before it looks for packets again.
        return page.evaluate("player.getStats().then((figures) => "
                        + "Math.round(Math.min(globalThis.firstPacket - figures.asked, figures.liveMillis)))")
                .asInt();
    }

    private Site viewerSite(NatKind kind) {
        return viewerSites.computeIfAbsent(kind, wanted -> newViewerSite(wanted));
    }

    /** What a test does with a page while it is open. */
    interface Part {
        void run(Page page) throws IOException;
    }

    /** Does a part of a test with the player's page, and closes it; a failure comes with what the camera says of its viewers. */
    static void watch(Page opened, CameraSite camera, Part part) throws IOException {
        try (var page = opened) {
            try {
                part.run(page);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + camera.log() + "\n" + camera.peers(), e);
            }
            page.evaluate("player.stop()"); // the camera hears of it before the tab is closed
        }
    }

    /** A place for a browser. */
    Site newViewerSite(NatKind kind) {
        return lab.site(kind, "HOME=" + authority.home());
    }

    /** Waits until the page has shown some more pictures than it has now; its figures then. */
    static JsonNode awaitPictures(Page page, String what, Duration limit) {
        long before = frames(page.evaluate("player.getStats()"));
        return page.await(what, limit, "player.getStats()", now -> frames(now) >= before + FRAMES);
    }

    /** Pictures decoded since the connection began. */
    static long frames(JsonNode stats) {
        return stats.at("/video/framesDecoded").asLong();
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
