// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import java.time.Duration;
import java.util.Random;
import org.camquay.itests.harness.Await;
import org.junit.jupiter.api.Test;

/** No bundle needs to be started before another. */
class RandomStartOrderTest {
    @Test
    void product_startedInRandomOrder_showsThePicture() throws Exception {
        LibwebrtcPeer.require();
        long seed = System.nanoTime();
        System.out.println("start order seed " + seed);
        try (var product = EmbeddedProduct.demo(new Random(seed));
                var viewer = new WhepViewer(product.api(), "demo")) {
            Await.until("15 frames", Duration.ofSeconds(30), () -> viewer.peer().frames() >= 15);
        }
    }
}
