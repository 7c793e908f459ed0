// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;
import org.camquay.itests.nat.MeetingPoint.Turn;

/** The product as a camera in some place, waiting at the meeting points it is asked to. */
final class CameraSite implements AutoCloseable {
    private static final List<String> OPTIONS = List.of("--features=camera", "--port=4545");

    private final Set<Turn> waiting = EnumSet.noneOf(Turn.class);
    private final Site site;
    private final String room;
    private final Product product;

    /** @param options for the launcher, besides those that every camera here has */
    CameraSite(Site site, String room, String... options) throws IOException {
        this.site = site;
        this.room = room;
        var etc = Workspace.temporary("etc-" + room);
        Files.writeString(
                etc.resolve("org.camquay.control.PullStream~camera.cfg"),
                "uri=test:bars?size=320x240&fps=15\nlocalStreamName=camera\n");
        var all = new ArrayList<>(OPTIONS);
        all.addAll(List.of(options));
        product = Product.start(site, etc, all.toArray(String[]::new));
    }

    Site site() {
        return site;
    }

    String room() {
        return room;
    }

    /** Waits for viewers there, if it does not yet. */
    CameraSite waitAt(MeetingPoint point) {
        var turn = point.turn();
        if (waiting.add(turn)) {
            product.api().data("startWebRTC", "ersIP=" + turn.rendezvous, "ersPort=443", "roomID=" + room);
            Await.value(
                    room + " waits in its rooms",
                    Duration.ofSeconds(30),
                    () -> product.api().data("listConfig").path("webrtc").findValuesAsText("code"),
                    codes -> codes.size() == waiting.size() && codes.stream().allMatch("Connected"::equals));
        }
        return this;
    }

    /** Asks servers from its place, as a user that our TURN server knows. */
    List<JsonNode> iceTest(String urls) {
        var results = new ArrayList<JsonNode>();
        product.api()
                .data(
                        "startIceTest",
                        "urls=" + urls,
                        "username=" + MeetingPoint.USER,
                        "credential=" + MeetingPoint.PASSWORD)
                .forEach(results::add);
        return results;
    }

    /** What the camera says of a viewer's connection. */
    JsonNode peer(String session) {
        return product.api().data("getPeerInfo", "id=" + session);
    }

    /** What it says of all, also of those that left lately. */
    JsonNode peers() {
        return product.api().data("getPeerInfo");
    }

    String log() {
        return product.tail();
    }

    @Override
    public void close() {
        product.close();
    }
}
