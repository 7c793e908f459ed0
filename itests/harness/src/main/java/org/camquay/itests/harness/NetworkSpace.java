// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.camquay.testkit.outside.OutsideProgram;
import org.camquay.testkit.outside.Skip;

/** A host of its own: a network namespace with nothing but a loopback, until wires are laid into it. */
public final class NetworkSpace implements Place, AutoCloseable {
    private static final long SECONDS = 30;

    private final String name;
    private final List<String> prefix;
    private final Map<Integer, Integer> reached = new HashMap<>();
    private Doorway door;

    /**
     * Makes it.
     *
     * @param name one that this machine does not have yet
     * @param prefix words before each program's, such as {@code env} and {@code nice} have
     */
    public NetworkSpace(String name, String... prefix) {
        this.name = name;
        this.prefix = List.of(prefix);
        ip("netns", "add", name);
        // an IPv6 address that comes a second late is a change of network, and a browser drops its page for it
        run(within(List.of("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1")));
        ip("-n", name, "link", "set", "lo", "up");
    }

    /** Ends the test, skipped by name, where no namespaces can be made. */
    public static void require() {
        OutsideProgram.require(OutsideProgram.IP, OutsideProgram.SYSCTL);
        if (!"root".equals(System.getProperty("user.name"))) {
            Skip.because("network namespaces need root");
        }
        try (var probe = new NetworkSpace("cq-probe-" + ProcessHandle.current().pid() % 100_000)) {
            run(probe.within(List.of("true")));
        } catch (AssertionError e) {
            Skip.because("network namespaces are refused here");
        }
    }

    /** Takes away what runs that were killed have left: spaces named so, with the id of a process that is gone. */
    public static void removeLeftovers(String prefix) {
        var owned = Pattern.compile(Pattern.quote(prefix) + "(\\d+)-\\S+");
        for (String line : run(List.of("ip", "netns", "list")).lines().toList()) {
            var name = owned.matcher(line.split(" ")[0]);
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                remove(name.group());
            }
        }
    }

    public String name() {
        return name;
    }

    @Override
    public List<String> command(List<String> words) {
        var command = new ArrayList<>(prefix);
        command.addAll(words);
        return within(command);
    }

    private List<String> within(List<String> words) {
        var command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(words);
        return command;
    }

    @Override
    public synchronized int reach(int port) {
        return reached.computeIfAbsent(port, wanted -> {
            try {
                if (door == null) {
                    door = Doorway.open(this);
                }
                return door.lead(wanted);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** What runs there. */
    public List<ProcessHandle> processes() {
        return processes(name);
    }

    private static List<ProcessHandle> processes(String name) {
        return run(List.of("ip", "netns", "pids", name))
                .lines()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).stream())
                .toList();
    }

    /** Kills what runs there, and takes it away. */
    @Override
    public void close() {
        remove(name);
    }

    private static void remove(String name) {
        processes(name).forEach(ProcessHandle::destroyForcibly);
        ip("netns", "del", name);
    }

    @Override
    public String toString() {
        return name;
    }

    private static void ip(String... words) {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        run(command);
    }

    private static String run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError(command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
