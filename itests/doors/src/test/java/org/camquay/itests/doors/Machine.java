// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.doors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What this machine does besides, while something is measured: programs of others are not the server's fault. Linux tells
 * who uses the processors; elsewhere nobody does. Thread: any.
 */
final class Machine implements AutoCloseable {
    /** Of all processors' time: what others may take before a picture that is missing says nothing. */
    private static final double BUSY = 0.15;

    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Path ALL = Path.of("/proc/stat");
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;
    /** Counted behind the program's name, which may have spaces (proc_pid_stat(5)). */
    private static final int USER_TIME = 11;

    private final AtomicLong longest = new AtomicLong();
    private final Thread thread = new Thread(this::watch, "machine");
    private final long server;
    private final Times before;
    private volatile boolean ended;

    /** Clock ticks of all processors, of those the idle ones, and those of the server and of this test. */
    private record Times(long all, long idle, long server, long test) {
        long ours() {
            return server + test;
        }
    }

    /** @param server the process that is measured */
    Machine(long server) throws IOException {
        this.server = server;
        before = times();
        thread.setDaemon(true);
        thread.start();
    }

    /** Milliseconds that a thread had to wait at most that wanted to run. */
    double stall() {
        return longest.get() / 1e6;
    }

    /** The share of all processors' time that others took since the beginning, 0 to 1. */
    double others() throws IOException {
        var now = times();
        long all = now.all - before.all;
        long others = all - (now.idle - before.idle) - (now.ours() - before.ours());
        return all <= 0 ? 0 : Math.max(0, (double) others / all);
    }

    /** The share that the server took. */
    double server() throws IOException {
        var now = times();
        return now.all == before.all ? 0 : (double) (now.server - before.server) / (now.all - before.all);
    }

    /** Whether that of others is so much that viewers may miss pictures although nobody attacks. */
    static boolean isBusy(double others) {
        return others > BUSY;
    }

    private Times times() throws IOException {
        if (!Files.isReadable(ALL)) {
            return new Times(0, 0, 0, 0);
        }
        String first;
        try (var lines = Files.lines(ALL)) {
            first = lines.findFirst().orElseThrow();
        }
        long[] ticks = Arrays.stream(first.split(" +"))
                .skip(1)
                .limit(STEAL)
                .mapToLong(Long::parseLong)
                .toArray();
        return new Times(
                Arrays.stream(ticks).sum(),
                ticks[IDLE - 1] + ticks[IO_WAIT - 1],
                ticks(server),
                ticks(ProcessHandle.current().pid()));
    }

    private static long ticks(long process) throws IOException {
        var file = Path.of("/proc", "" + process, "stat");
        if (!Files.isReadable(file)) {
            return 0;
        }
        var text = Files.readString(file);
        var words = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(words[USER_TIME]) + Long.parseLong(words[USER_TIME + 1]);
    }

    private void watch() {
        for (long last = System.nanoTime(); !ended; ) {
            LockSupport.parkNanos(NAP_NANOS);
            long now = System.nanoTime();
            longest.accumulateAndGet(now - last - NAP_NANOS, Math::max);
            last = now;
        }
    }

    @Override
    public void close() {
        ended = true;
        LockSupport.unpark(thread);
    }
}
