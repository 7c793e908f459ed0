// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.lang.reflect.Proxy;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.testkit.Await;
import org.junit.jupiter.api.Test;

class TextSocketTest {
    @Test
    void tick_failsWithAnError_comesAgain() {
        var ticks = new AtomicInteger();
        var loop = new ScheduledThreadPoolExecutor(1);
        try {
            var socket = new TextSocket(loop, Duration.ofHours(1), Set::of, new TextSocket.Owner() {
                @Override
                public void onText(String text) {}

                @Override
                public void onTick() {
                    ticks.incrementAndGet();
                    throw new StackOverflowError("on purpose");
                }

                @Override
                public void onClosed(int status, String reason) {}
            });
            loop.execute(() -> socket.opened(silent()));
            Await.until(Duration.ofSeconds(20), "a tick after one that failed", () -> ticks.get() >= 2);
        } finally {
            loop.shutdownNow();
        }
    }

    /** A connection on which nothing comes and nothing goes. */
    private static WebSocket silent() {
        return (WebSocket) Proxy.newProxyInstance(
                WebSocket.class.getClassLoader(), new Class<?>[] {WebSocket.class}, (proxy, method, arguments) -> null);
    }
}
