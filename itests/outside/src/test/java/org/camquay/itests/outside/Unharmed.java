// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import java.time.Duration;
import org.camquay.itests.harness.Await;
import org.camquay.itests.harness.DemoViewer;
import org.camquay.itests.harness.Product;
import org.camquay.itests.harness.SharedDemo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bad input harms nothing: around every test of a subclass, the server is healthy, the demo's frames go on, and a viewer
 * who was there before is there still. The viewer needs Chromium; a machine without it tests the rest.
 */
@ExtendWith(SharedDemo.class)
abstract class Unharmed {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @BeforeAll
    static void viewerIsThere(DemoViewer viewer) {
        viewer.goesOn();
    }

    @AfterEach
    void nothingIsHarmed(Product product, DemoViewer viewer) {
        Await.until("health is 200", PATIENCE, product.api()::healthy);
        long before = frames(product);
        Await.until("the demo's frames go on", PATIENCE, () -> frames(product) > before + 5);
        viewer.goesOn();
    }

    static long frames(Product product) {
        return product.api()
                .data("getStreamInfo", "localStreamName=demo")
                .path("tracks")
                .path(0)
                .path("frames")
                .asLong();
    }
}
