// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel says of a process (proc(5)).
 *
 * @param cpuMillis user and system time of all its threads, also of those that have ended, in steps of 10 ms
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
        var fields = fields(Path.of("/proc/" + pid + "/stat"));
        return new ProcessFigures(cpuMillis(fields), Long.parseLong(fields[RSS]) * PAGE);
    }

    /** User and system time from the {@code stat} of a process or of a thread. */
    static long cpuMillis(Path stat) throws IOException {
        return cpuMillis(fields(stat));
    }

    private static long cpuMillis(String[] fields) {
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MILLIS_PER_TICK;
    }

    private static String[] fields(Path file) throws IOException {
        String stat = Files.readString(file);
        // The second field is the program's name in parentheses, with whatever characters.
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }
}
