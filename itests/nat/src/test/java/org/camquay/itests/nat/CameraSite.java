// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.Workspace;

/** The product as a camera behind a router of one kind, waiting at every meeting point. */
final class CameraSite implements AutoCloseable {
    private static final String[] OPTIONS = {"--features=camera", "--port=4545"};

    private final Product product;

    CameraSite(NatKind kind, Lab lab, TestAuthority authority) throws IOException {
        var etc = Workspace.temporary("etc-camera-" + kind.word);
        Files.writeString(
                etc.resolve("org.camquay.control.PullStream~camera.cfg"),
                "uri=test:bars?size=320x240&fps=15\nlocalStreamName=camera\n");
        for (var turn : MeetingPoint.Turn.values()) {
            MeetingPoint.join(etc, turn, room(kind));
        }
        product = Product.start(lab.site(kind, trust(authority)), etc, OPTIONS);
        Await.value(
                "the camera behind " + kind + " waits in its rooms",
                Duration.ofSeconds(30),
                () -> product.api().data("listConfig").path("webrtc").findValuesAsText("code"),
                codes -> codes.size() == MeetingPoint.Turn.values().length
                        && codes.stream().allMatch("Connected"::equals));
    }

    private static String trust(TestAuthority authority) {
        return "CAMQUAY_OPTS=-Djavax.net.ssl.trustStore=" + authority.file("trust.p12")
                + " -Djavax.net.ssl.trustStorePassword=" + TestAuthority.STORE_PASSWORD;
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

    static String room(NatKind kind) {
        return "camera-" + kind.word;
    }

    /** What the camera says of a viewer's connection. */
    JsonNode peer(String session) {
        return product.api().data("getPeerInfo", "id=" + session);
    }

    String log() {
        return product.tail();
    }

    @Override
    public void close() {
        product.close();
    }
}
