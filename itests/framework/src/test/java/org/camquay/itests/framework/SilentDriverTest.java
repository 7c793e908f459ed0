// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.itests.harness.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;

/**
 * Another bundle's driver whose capture thread dies with an {@link Error}, or that says nothing any more: muted, said and opened
 * again, and {@code /health} is 503 meanwhile where the stream is expected.
 */
class SilentDriverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final int FRAMES = 60;
    /** Less than an opening may take. */
    private static final int HOLD_SECONDS = 15;

    private static EmbeddedProduct product;

    private final AtomicInteger openings = new AtomicInteger();
    private final CountDownLatch mayOpen = new CountDownLatch(1);

    @BeforeAll
    static void start() throws Exception {
        product = EmbeddedProduct.demo(null);
    }

    @AfterAll
    static void stop() throws Exception {
        if (product != null) {
            product.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dying", "stopping"})
    void driver_thatSaysNothingAnyMore_isMutedSaidAndOpenedAgain(String kind) throws Exception {
        product.configure("org.camquay.http.Expectation~" + kind, "streams = " + kind);
        var registration = product.bundle("streams")
                .getBundleContext()
                .registerService(
                        "org.camquay.api.capture.CaptureDriver",
                        driver(kind.equals("dying")),
                        new Hashtable<>(Map.of("camquay.capture.schemes", kind)));
        try {
            product.api().data("pullStream", "uri=" + kind + ":camera", "localStreamName=" + kind);
            Await.until("frames come", PATIENCE, () -> state(kind).equals("LIVE"));
            Await.until("the silence is noticed", PATIENCE, () -> !state(kind).equals("LIVE"));
            Await.until("it is opened again", PATIENCE, () -> openings.get() > 1);
            assertThat(info(kind).path("tracks").findValuesAsText("muted"))
                    .isNotEmpty()
                    .allMatch("true"::equals);
            var health = product.api().get("/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains(kind);
            mayOpen.countDown();
            Await.until("frames come again", PATIENCE, () -> state(kind).equals("LIVE"));
            Await.until(
                    "the server is healthy again", PATIENCE, () -> product.api().healthy());
        } finally {
            registration.unregister();
            product.api().data("shutdownStream", "localStreamName=" + kind, "permanently=1");
        }
    }

    private JsonNode info(String stream) {
        return product.api().data("getStreamInfo", "localStreamName=" + stream);
    }

    private String state(String stream) {
        return info(stream).path("state").asText();
    }

    /** The test pattern's driver; its first source loses its voice after some frames. */
    private Object driver(boolean dies) throws Exception {
        var pattern = product.bundle("capture.testpattern");
        var real = service(pattern);
        Class<?> type = product.bundle("streams").loadClass("org.camquay.api.capture.CaptureDriver");
        return proxy(type, (self, method, given) -> {
            if (!method.getName().equals("open")) {
                return call(method, real, given);
            }
            var record = given[0].getClass();
            var request = record.getConstructor(String.class, URI.class, boolean.class, Duration.class)
                    .newInstance(
                            record.getMethod("streamName").invoke(given[0]),
                            URI.create("test:bars?size=320x240&fps=30"),
                            true,
                            record.getMethod("timeout").invoke(given[0]));
            boolean first = openings.incrementAndGet() == 1;
            if (!first) {
                mayOpen.await(HOLD_SECONDS, TimeUnit.SECONDS); // so that what is between the two can be looked at
            }
            return call(method, real, new Object[] {request, first ? sink(method, given[1], dies) : given[1]});
        });
    }

    private static Object sink(Method open, Object real, boolean dies) {
        var frames = new AtomicInteger();
        return proxy(open.getParameterTypes()[1], (self, method, given) -> {
            if (frames.get() >= FRAMES) {
                if (dies && method.getName().equals("onFrame")) {
                    throw new StackOverflowError("on purpose");
                }
                return null;
            }
            if (method.getName().equals("onFrame")) {
                frames.incrementAndGet();
            }
            return call(method, real, given);
        });
    }

    private static Object service(Bundle bundle) {
        var reference = bundle.getRegisteredServices()[0];
        return bundle.getBundleContext().getService(reference);
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == given[0];
                    case "toString" -> "a driver of this test";
                    default -> handler.invoke(self, method, given);
                });
    }

    private static Object call(Method method, Object on, Object[] given) throws Throwable {
        try {
            return method.invoke(on, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
