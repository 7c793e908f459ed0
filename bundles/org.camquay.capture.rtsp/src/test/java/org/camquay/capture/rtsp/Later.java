// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.camquay.testkit.Await;

/** Does something on another thread as soon as a condition holds. */
final class Later implements AutoCloseable {
    private final Thread thread;

    Later(Runnable task, BooleanSupplier condition) {
        thread = new Thread(() -> {
            Await.until(Duration.ofSeconds(60), "what comes first", condition);
            task.run();
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        thread.join();
    }
}
