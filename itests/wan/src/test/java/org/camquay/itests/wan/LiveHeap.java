// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a Java process really holds on its heap. */
final class LiveHeap {
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private LiveHeap() {}

    /** In bytes, after a collection. */
    static long of(ProcessHandle process) {
        jcmd(process, "GC.run");
        return 1024
                * USED.matcher(jcmd(process, "GC.heap_info"))
                        .results()
                        .mapToLong(found -> Long.parseLong(found.group(1)))
                        .sum();
    }

    private static String jcmd(ProcessHandle process, String command) {
        var program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var jcmd = new ProcessBuilder(program, "" + process.pid(), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
