// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel says of a process (proc(5)).
 *
 * @param cpuMillis user and system time of all its threads, in steps of 10 ms
 * @param residentBytes memory that is present
 */
record ProcessFigures(long cpuMillis, long residentBytes) {
    /** USER_HZ is 100 on every Linux that Java runs on. */
    private static final long MILLIS_PER_TICK = 10;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int RSS = 21;
    private static final long PAGE = 4096;

    /** Now, of the process with this id. */
    static ProcessFigures of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The second field is the program's name in parentheses, with whatever characters.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        return new ProcessFigures(ticks * MILLIS_PER_TICK, Long.parseLong(fields[RSS]) * PAGE);
    }

    /** CPU that a JVM's compilers have taken so far; 0 of any other process. */
    static long compilerMillis(long pid) throws IOException {
        long ticks = 0;
        try (var threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (var thread : threads.toList()) {
                ticks += compilerTicks(thread);
            }
        }
        return ticks * MILLIS_PER_TICK;
    }

    private static long compilerTicks(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            if (stat.matches("(?s)\\d+ \\(C[12] Compiler.*")) {
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                return Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
            }
        } catch (IOException e) {
            // the thread has ended
        }
        return 0;
    }
}
