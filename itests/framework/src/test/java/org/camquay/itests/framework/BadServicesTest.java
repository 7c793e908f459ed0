// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.itests.harness.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceRegistration;

/** Services of another bundle that throw in every method, as one does whose classes are gone: a viewer beside it sees nothing. */
class BadServicesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WINDOW = 60;
    /** A machine may be slow for a moment; a picture that waits for a key frame or a reconnect takes longer. */
    private static final long STEADY_MILLIS = 5_000;

    private static EmbeddedProduct product;

    private final List<ServiceRegistration<?>> registered = new ArrayList<>();
    private final AtomicInteger thrown = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        LibwebrtcPeer.require();
        product = EmbeddedProduct.demo(null);
    }

    @AfterAll
    static void stop() throws Exception {
        if (product != null) {
            product.close();
        }
    }

    @AfterEach
    void unregister() {
        registered.forEach(ServiceRegistration::unregister);
    }

    /** Registers a service that throws whatever it is asked; a bundle that imports the package gives it its name. */
    private void broken(String bundle, String type, Map<String, Object> properties) throws Exception {
        var owner = product.bundle(bundle);
        Class<?> service = owner.loadClass("org.camquay.api." + type);
        var broken =
                Proxy.newProxyInstance(service.getClassLoader(), new Class<?>[] {service}, (self, method, given) -> {
                    switch (method.getName()) {
                        case "hashCode":
                            return System.identityHashCode(self);
                        case "equals":
                            return self == given[0];
                        default:
                            thrown.incrementAndGet();
                            throw new NoClassDefFoundError("broken: " + method.getName());
                    }
                });
        registered.add(
                owner.getBundleContext().registerService(service.getName(), broken, new Hashtable<>(properties)));
    }

    @Test
    void viewer_besideServicesThatThrow_seesWhatItSawBefore() throws Exception {
        try (var viewer = new WhepViewer(product.api(), "demo")) {
            watches(viewer.peer());
            watches(viewer.peer());
            long before = viewer.peer().longestGapMillis();
            broken("control", "control.Command", Map.of());
            broken("peering", "ice.IceServerProvider", Map.of());
            broken("streams", "capture.CaptureDriver", Map.of("camquay.capture.schemes", "broken"));
            broken("peering", "signaling.SignalingClient", Map.of("camquay.signaling.schemes", "broken"));
            product.api().data("pullStream", "uri=broken:camera", "localStreamName=broken");
            product.api().data("startWebRTC", "url=broken://127.0.0.1:1/signaling", "roomID=broken");
            assertThat(product.api().data("help").size()).isGreaterThan(10);
            try (var second = new WhepViewer(product.api(), "demo")) {
                watches(second.peer());
            }
            broken("peering", "peer.PeerConnectionFactory", Map.of("service.ranking", 100));
            try (var refused = new LibwebrtcPeer()) {
                assertThat(product.api().whep("demo", refused.offer()).statusCode())
                        .isEqualTo(503);
            }
            unregister();
            registered.clear();
            try (var third = new WhepViewer(product.api(), "demo")) {
                watches(third.peer());
            }
            watches(viewer.peer());
            long beside = viewer.peer().longestGapMillis();
            System.out.printf("longest gap %d ms before, %d ms beside %d exceptions%n", before, beside, thrown.get());
            assertThat(thrown.get()).as("each service was asked").isGreaterThanOrEqualTo(5);
            assertThat(beside).isLessThan(STEADY_MILLIS + 10 * before);
            assertThat(viewer.peer().isConnected()).isTrue();
            Await.until(
                    "the others are gone",
                    PATIENCE,
                    () -> product.api().data("clientsConnected").size() == 1);
        }
    }

    private static void watches(LibwebrtcPeer peer) {
        long before = peer.frames();
        Await.until(WINDOW + " more frames, state " + peer.state(), PATIENCE, () -> peer.frames() >= before + WINDOW);
    }
}
