// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/** One loop with all that runs on it. Thread: any. */
final class Shard {
    private final Lane loop;
    private Requests requests;
    private Connections connections;

    Shard(String name, TurnClock clock) throws IOException {
        loop = new Lane(name, clock.nanos());
    }

    Lane loop() {
        return loop;
    }

    Connections connections() {
        return connections;
    }

    /** @param certificates null without TLS */
    void open(Resources resources, ConnectionQuota quota, Certificates certificates, Executor work) throws IOException {
        run(() -> {
            requests = new Requests(resources, loop);
            connections = new Connections(loop, requests, resources.counters(), quota, certificates, work);
        });
    }

    void listen(DatagramChannel socket) throws IOException {
        run(() -> new UdpListener(socket, loop, requests));
    }

    void listen(Acceptor acceptor) throws IOException {
        run(() -> acceptor.start(loop));
    }

    /** Calls {@code sweep} with the time now and then. */
    void sweep(LongConsumer sweep) throws IOException {
        run(() -> loop.sweep(sweep));
    }

    /** Closes connections and allocations, and ends the loop. */
    void close() {
        loop.execute(() -> {
            if (connections != null) {
                connections.close();
                requests.close();
            }
        });
        loop.close();
    }

    private interface Step {
        void run() throws IOException;
    }

    private void run(Step step) throws IOException {
        var done = new CompletableFuture<Void>();
        loop.execute(() -> {
            try {
                step.run();
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }
}
