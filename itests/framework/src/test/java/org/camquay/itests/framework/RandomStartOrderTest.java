// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.camquay.itests.harness.Await;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** No bundle needs to be started before another. */
class RandomStartOrderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BACK_END = "org.camquay.api.net.DatagramPorts";

    @Test
    void product_startedInRandomOrder_showsThePictureOverOneBackEnd() throws Exception {
        LibwebrtcPeer.require();
        long seed = System.nanoTime();
        System.out.println("start order seed " + seed);
        var random = new Random(seed);
        try (var product = EmbeddedProduct.demo(random)) {
            for (int round = 0; round < 3; round++) {
                product.stopOurs(random);
                product.startOurs(random);
                staysWithItsBackEnd(product);
            }
            choosesTheBackEndThatIsThere(product);
        }
    }

    /** On a busy machine the other one may come too late; then it is left alone. */
    private static void staysWithItsBackEnd(EmbeddedProduct product) throws Exception {
        var epoll = product.bundle("net.epoll");
        Await.until("its try on loopback is over", PATIENCE, () -> hasService(epoll));
        boolean usesEpoll = usesBackEnd(product, epoll);
        assertThat(usesBackEnd(product, product.bundle("net"))).isNotEqualTo(usesEpoll);
        watches(product);
        assertThat(usesBackEnd(product, epoll)).isEqualTo(usesEpoll);
    }

    private static void choosesTheBackEndThatIsThere(EmbeddedProduct product) throws Exception {
        var epoll = product.bundle("net.epoll");
        var ice = product.bundle("ice");
        ice.stop();
        Await.until("the other back end is there", PATIENCE, () -> hasService(epoll));
        ice.start();
        Await.until("it is chosen", PATIENCE, () -> usesBackEnd(product, epoll));
        Await.until(
                "viewers are served",
                PATIENCE,
                () -> product.api().get("/health").body().contains("\"UP\""));
        watches(product);
    }

    private static void watches(EmbeddedProduct product) throws Exception {
        try (var viewer = new WhepViewer(product.api(), "demo")) {
            Await.until("15 frames", PATIENCE, () -> viewer.peer().frames() >= 15);
        }
    }

    private static boolean hasService(Bundle owner) {
        return owner.getRegisteredServices() != null;
    }

    /** Whether {@code ice} has a back end of this bundle. */
    private static boolean usesBackEnd(EmbeddedProduct product, Bundle owner) {
        var ice = product.bundle("ice");
        var services = owner.getRegisteredServices();
        return services != null
                && Stream.of(services)
                        .filter(service -> Stream.of((String[]) service.getProperty(Constants.OBJECTCLASS))
                                .anyMatch(BACK_END::equals))
                        .filter(service -> service.getUsingBundles() != null)
                        .flatMap(service -> Stream.of(service.getUsingBundles()))
                        .anyMatch(ice::equals);
    }
}
