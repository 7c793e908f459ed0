// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Browser;
import org.camquay.itests.harness.Page;
import org.camquay.itests.nat.MeetingPoint.Turn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes while a viewer watches: ICE restarts, networks, relays; the picture goes on or soon comes back. */
@ExtendWith(SharedWorld.class)
class MovingTest {
    /** From the change of a network to the next picture, on a machine with other things to do; 5 to 20 s without. */
    private static final Duration BACK = Duration.ofSeconds(90);

    /** Longer than without any change, on a machine with other things to do. */
    private static final long STEADY_MILLIS = 2_000;

    /** Until credentials of 60 s are renewed: 45 s, and as long again on a machine with other things to do. */
    private static final Duration RENEWED = Duration.ofSeconds(90);

    private static final String STATS = "player.getStats()";

    @ParameterizedTest(name = "both {0}")
    @CsvSource({"PORT_RESTRICTED", "SYMMETRIC"})
    void restart_thatTheViewerAsksFor_showsNotInThePicture(NatKind kind, World world) throws IOException {
        var camera = world.camera(kind, Turn.CAMQUAY);
        World.watch(world.page(kind, camera, Turn.CAMQUAY), camera, page -> {
            var session = live(page);
            var path = awaitSettled(camera, session);
            var gap = Gap.on(page);
            assertThat(page.evaluate("player.restart()").asBoolean()).isTrue();
            awaitOtherPath(camera, session, path);
            World.awaitPictures(page, "the picture goes on", World.PATIENCE);
            System.out.println("both " + kind + ": " + path + ", after an ICE restart " + path(camera, session) + gap);
            assertThat(gap.longest()).isLessThan(STEADY_MILLIS);
            assertThat(session(page)).isEqualTo(session);
        });
    }

    /** Credentials of a minute, so the relay has to be got anew while it is used. */
    @Test
    @Tag("full")
    void relay_whoseCredentialsRunOut_isReplacedInTime(World world) throws IOException {
        var camera = world.camera(NatKind.SYMMETRIC, Turn.BRIEF);
        World.watch(world.page(NatKind.SYMMETRIC, camera, Turn.BRIEF), camera, page -> {
            var session = live(page);
            var path = awaitSettled(camera, session);
            var gap = Gap.on(page);
            Await.until("another relay", RENEWED, () -> !path(camera, session).equals(path));
            World.awaitPictures(page, "the picture goes on", World.PATIENCE);
            System.out.println("credentials ran out: " + path + ", then " + path(camera, session) + gap);
            assertThat(gap.longest()).isLessThan(STEADY_MILLIS);
            assertThat(session(page)).isEqualTo(session);
        });
    }

    @ParameterizedTest(name = "from {0} to {1}, viewer {2}")
    @CsvSource({"PORT_RESTRICTED,OPEN,PORT_RESTRICTED", "OPEN,SYMMETRIC,SYMMETRIC"})
    void camera_thatChangesItsNetwork_isSeenAgain(NatKind from, NatKind to, NatKind viewer, World world)
            throws IOException {
        var site = world.lab().site(from, world.trust());
        try (var camera = world.newCamera(site, "camera-from-" + from.word, Turn.CAMQUAY)) {
            World.watch(world.page(viewer, camera, Turn.CAMQUAY), camera, page -> {
                var session = live(page);
                var path = awaitSettled(camera, session);
                var gap = Gap.on(page);
                world.lab().move(site, to);
                back(page);
                System.out.println("camera from " + from + " to " + to + ", viewer " + viewer + ": " + path + ", then "
                        + path(camera, session(page)) + same(session, page) + gap);
            });
        }
    }

    @ParameterizedTest(name = "from {0} to {1}, camera {2}")
    @CsvSource({"PORT_RESTRICTED,OPEN,PORT_RESTRICTED", "OPEN,SYMMETRIC,SYMMETRIC"})
    void viewer_thatChangesItsNetwork_seesAgain(NatKind from, NatKind to, NatKind cameraKind, World world)
            throws IOException {
        var camera = world.camera(cameraKind, Turn.CAMQUAY);
        var site = world.newViewerSite(from);
        try (var browser = Browser.chromium(site)) {
            World.watch(world.open(browser, camera, Turn.CAMQUAY), camera, page -> {
                var session = live(page);
                var path = awaitSettled(camera, session);
                var gap = Gap.on(page);
                world.lab().move(site, to);
                back(page);
                System.out.println("viewer from " + from + " to " + to + ", camera " + cameraKind + ": " + path
                        + ", then " + path(camera, session(page)) + same(session, page) + gap);
            });
        }
    }

    @Test
    void relay_thatIsLost_isReplacedByAnother(World world) throws IOException {
        var camera = world.camera(NatKind.SYMMETRIC, Turn.BOTH);
        World.watch(world.page(NatKind.SYMMETRIC, camera, Turn.BOTH), camera, page -> {
            var session = live(page);
            var path = awaitSettled(camera, session);
            var lost = path.contains(Turn.COTURN.address + ":") ? Turn.COTURN : Turn.CAMQUAY;
            assertThat(path).contains(lost.address + ":");
            var gap = Gap.on(page);
            world.lab().lose(lost.address);
            try {
                back(page);
                var now = path(camera, session(page));
                System.out.println(lost + " is lost: " + path + ", then " + now + same(session, page) + gap);
                assertThat(now).doesNotContain(lost.address + ":");
            } finally {
                world.lab().regain(lost.address);
            }
        });
    }

    /** Waits for the first pictures; the session. */
    private static String live(Page page) {
        World.awaitPictures(page, "the picture comes", World.PATIENCE);
        return session(page);
    }

    private static String session(Page page) {
        return page.evaluate(STATS).path("session").asText();
    }

    /** Waits until a pair is nominated, after which only a restart changes it; that pair. */
    private static String awaitSettled(CameraSite camera, String session) {
        Await.until(
                "a pair is nominated",
                World.PATIENCE,
                () -> camera.peer(session).at("/selectedPair/nominated").asBoolean());
        return path(camera, session);
    }

    private static void awaitOtherPath(CameraSite camera, String session, String before) {
        Await.until("another pair", World.PATIENCE, () -> !path(camera, session).equals(before));
        awaitSettled(camera, session);
    }

    private static String path(CameraSite camera, String session) {
        var pair = camera.peer(session).path("selectedPair");
        return pair.path("local").asText() + " to " + pair.path("remote").asText();
    }

    /** Waits for pictures after a change. */
    private static void back(Page page) {
        var before = page.evaluate(STATS);
        page.await("the picture comes back", BACK, STATS, now -> hasMore(now, before));
    }

    /** Some pictures were on their way already, so many more are needed; in another session none was. */
    private static boolean hasMore(JsonNode now, JsonNode before) {
        boolean same = now.path("session").equals(before.path("session"));
        return World.frames(now) >= (same ? World.frames(before) : 0) + 20;
    }

    private static String same(String session, Page page) {
        return session.equals(session(page)) ? ", same session" : ", another session";
    }
}
