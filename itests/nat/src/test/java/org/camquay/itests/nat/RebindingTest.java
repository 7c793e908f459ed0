// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Page;
import org.camquay.itests.nat.MeetingPoint.Turn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The viewer's router gets another public address while somebody watches, and has forgotten all mappings. The browser notices
 * nothing; its next check shows where it is now, and the picture goes on in the same session.
 */
@ExtendWith(SharedWorld.class)
class RebindingTest {
    /** Ten times what it is to be on a machine with nothing else to do. */
    private static final long LONGEST_MILLIS = 30_000;

    private static final int OTHERS_RUNS = Boolean.getBoolean("camquay.nat.all") ? 5 : 1;

    /** Of the camera that {@link CameraSite} starts. */
    private static final int PICTURES_A_SECOND = 15;

    private static final int RUNS = Boolean.getBoolean("camquay.nat.all") ? 5 : 2;

    /**
     * In a room the camera offers, and so controls ICE. The page's socket dies with the address. A router of the camera that lets
     * nobody in would keep the new address from it, so that another session is what remains.
     */
    @Test
    void viewersRouter_getsAnotherAddress_inARoom(World world) throws IOException {
        var camera = world.camera(NatKind.FULL_CONE, Turn.CAMQUAY);
        var site = world.newViewerSite(NatKind.PORT_RESTRICTED);
        try (var browser = Browser.chromium(site)) {
            World.watch(world.open(browser, camera, Turn.CAMQUAY), camera, page -> {
                World.awaitPictures(page, "the picture comes", World.PATIENCE);
                var session = page.evaluate("player.getStats()").path("session").asText();
                assertThat(camera.peer(session).path("role").asText()).isEqualTo("controlling");
                rebind(
                        "in a room",
                        world,
                        site,
                        camera,
                        session,
                        page,
                        "player.getStats().then((s) => s.video.framesDecoded)");
                assertThat(page.evaluate("player.getStats()").path("session").asText())
                        .isEqualTo(session);
                assertThat(page.evaluate("player.state").asText()).isEqualTo("live");
            });
        }
    }

    /** Over WHEP the viewer offers, and so controls ICE. */
    @Test
    void viewersRouter_getsAnotherAddress_overWhep(World world) throws IOException {
        var place = world.lab().site(NatKind.OPEN, world.trust());
        var site = world.newViewerSite(NatKind.PORT_RESTRICTED);
        var url = URI.create("http://198.51.100." + place.router() + ":4545/whep/camera");
        try (var camera = world.newCamera(place, "camera-whep", Turn.CAMQUAY, "--bind=0.0.0.0", "--open");
                var browser = Browser.chromium(site);
                var page = browser.page().preload(World.class, "whep.js").open(url)) {
            assertThat(page.evaluate("watch('" + url + "')").asInt()).isEqualTo(201);
            page.await("the picture comes", World.PATIENCE, "frames()", frames -> frames.asInt() > 20);
            var session = camera.peers().get(0).path("id").asText();
            assertThat(camera.peer(session).path("role").asText()).isEqualTo("controlled");
            rebind("over WHEP", world, site, camera, session, page, "frames()");
        }
    }

    /** They check each 4 to 6 s, and decide nothing. */
    @ParameterizedTest(name = "{0} over {1}")
    @CsvSource({"AIORTC,onvif", "AIORTC,whep", "LIBDATACHANNEL,onvif"})
    void viewersRouter_getsAnotherAddress_underAnotherMake(Watcher.Make make, String how, World world)
            throws IOException {
        rebind(make, how, world);
    }

    @Test
    @Tag("full")
    void viewersRouter_getsAnotherAddress_underLibdatachannelOverWhep(World world) throws IOException {
        rebind(Watcher.Make.LIBDATACHANNEL, "whep", world);
    }

    private static void rebind(Watcher.Make make, String how, World world) throws IOException {
        make.require();
        var place = world.lab().site(NatKind.OPEN, world.trust());
        var site = world.newViewerSite(NatKind.PORT_RESTRICTED);
        var room = "camera-" + make + "-" + how;
        try (var camera = world.newCamera(place, room, Turn.CAMQUAY, "--bind=0.0.0.0", "--open");
                var watcher = how.equals("onvif")
                        ? new Watcher(make, site, how, "ws://" + Turn.CAMQUAY.rendezvous + ":443/signaling", room)
                        : new Watcher(make, site, how, "http://198.51.100." + place.router() + ":4545/whep/camera")) {
            watcher.awaitPictures(20);
            var peer = camera.peers().get(0);
            assertThat(peer.path("role").asText()).isEqualTo(how.equals("onvif") ? "controlling" : "controlled");
            var waits = new ArrayList<Long>();
            var known = new ArrayList<Long>();
            for (int i = 0; i < OTHERS_RUNS; i++) {
                if (i > 0) {
                    // The picture came back with a check, so that the next one is a whole interval away: each move has
                    // a time of its own.
                    watcher.awaitPictures(watcher.pictures() + i * PICTURES_A_SECOND);
                }
                int before = watcher.pictures();
                known.add(move(world, site, camera, peer.path("id").asText()));
                watcher.awaitPictures(watcher.pictures() + 20);
                waits.add(watcher.longestSince(before));
            }
            System.out.println("viewer's router gets another address, " + make + " over " + how
                    + ": longest time between two pictures, ms: " + waits + "; the camera knew after " + known);
            assertThat(Collections.max(waits)).isLessThan(2 * LONGEST_MILLIS);
            assertThat(camera.peers()).hasSize(1);
        }
    }

    /** Milliseconds until the camera sends to the new address. */
    private static long move(World world, Site site, CameraSite camera, String session) {
        long begin = System.nanoTime();
        world.lab().rebind(site);
        Await.until(
                "the camera sends to the new address",
                Duration.ofMillis(LONGEST_MILLIS),
                () -> camera.peer(session)
                        .at("/selectedPair/remote")
                        .asText()
                        .contains("203.0.113." + site.router() + ":"));
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static void rebind(
            String how, World world, Site site, CameraSite camera, String session, Page page, String frames) {
        Await.until(
                "a pair is nominated",
                World.PATIENCE,
                () -> camera.peer(session).at("/selectedPair/nominated").asBoolean());
        var waits = new ArrayList<Long>();
        var known = new ArrayList<Long>();
        for (int i = 0; i < RUNS; i++) {
            var gap = Gap.on(page);
            known.add(move(world, site, camera, session));
            int before = page.evaluate(frames).asInt();
            page.await("the picture goes on", World.PATIENCE, frames, now -> now.asInt() > before + 20);
            waits.add(gap.longest());
        }
        System.out.println("viewer's router gets another address, " + how + ": longest time between two pictures, ms: "
                + waits + "; the camera knew after " + known + "; "
                + camera.peer(session).path("selectionReason").asText());
        assertThat(Collections.max(waits)).isLessThan(LONGEST_MILLIS);
        assertThat(camera.peers()).hasSize(1);
    }
}
