// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Waits until a server's JVM has compiled what it runs often, but not for ever. */
final class WarmUp {
    private static final long WINDOW_MILLIS = 5000;
    /** So many in a row: between two methods a compiler rests, too. */
    private static final int QUIET_WINDOWS = 3;
    /** What compilers may take once the server is warm, milliseconds per second. */
    private static final double QUIET = 1.5;

    private final Contender server;
    private final PrintStream out;

    WarmUp(Contender server, PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /**
     * Waits {@code least} seconds and then until the compilers are quiet, if there are any, but {@code most} in all.
     * Returns how long it took, in seconds.
     */
    double await(String what, int least, int most) throws IOException {
        long began = System.nanoTime();
        Measurement.settle(least * 1000L);
        int quiet = 0;
        double busy = 0;
        while (hasCompilers() && quiet < QUIET_WINDOWS && seconds(began) < most) {
            var before = ThreadLoads.Moment.now(server.pid());
            long left = (long) (most - seconds(began)) * 1000;
            Measurement.settle(Math.max(1000, Math.min(WINDOW_MILLIS, left)));
            busy = ThreadLoads.between(before, ThreadLoads.Moment.now(server.pid()))
                    .of(ThreadLoads.COMPILERS)
                    .cpu();
            quiet = busy < QUIET ? quiet + 1 : 0;
        }
        out.printf(Locale.ROOT, "%s: warm-up of %.0f s, then %.1f ms/s in compilers%n", what, seconds(began), busy);
        return seconds(began);
    }

    private boolean hasCompilers() throws IOException {
        return ThreadLoads.Moment.now(server.pid()).has(ThreadLoads.COMPILERS);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
