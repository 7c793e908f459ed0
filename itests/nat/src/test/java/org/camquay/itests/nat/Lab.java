// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.camquay.itests.harness.Workspace;
import org.camquay.testkit.outside.OutsideProgram;
import org.camquay.testkit.outside.Skip;

/** A small internet out of network namespaces: a server in the middle, hosts behind routers around it. */
final class Lab implements AutoCloseable {
    private static final int FIRST = 11;
    private static final long SECONDS = 30;

    private static final Pattern SPACE = Pattern.compile("(cq(\\d+)-)\\S+");

    /** Whether it was found to be. */
    private static boolean possible;

    private final String prefix = "cq" + ProcessHandle.current().pid() + "-";
    private final Path script = script();
    private int sites;

    Lab() {
        sweep();
        // a test that is interrupted leaves nothing behind either
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "lab-end"));
        run("up", prefix);
    }

    /** Takes down the labs of test runs that were killed, with all that still runs in them. */
    private void sweep() {
        var prefixes = new TreeSet<String>();
        var spaces = Path.of("/run/netns").toFile().list();
        for (String name : spaces == null ? new String[0] : spaces) {
            var matcher = SPACE.matcher(name);
            if (matcher.matches()
                    && ProcessHandle.of(Long.parseLong(matcher.group(2))).isEmpty()) {
                prefixes.add(matcher.group(1));
            }
        }
        prefixes.forEach(each -> run("down", each));
    }

    /** Ends the test, skipped by name, where no network can be built. */
    static void require() {
        if (possible) {
            return;
        }
        OutsideProgram.require(
                OutsideProgram.IP,
                OutsideProgram.NFT,
                OutsideProgram.SYSCTL,
                OutsideProgram.OPENSSL,
                OutsideProgram.CHROMIUM,
                OutsideProgram.CHROMEDRIVER,
                OutsideProgram.TURNSERVER,
                OutsideProgram.CERTUTIL);
        var refusal = refusal();
        if (!refusal.isEmpty()) {
            Skip.because(refusal);
        }
        possible = true;
    }

    private static String refusal() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "network namespaces need root";
        }
        var name = "cq-probe-" + ProcessHandle.current().pid();
        boolean allowed = exit(List.of("ip", "netns", "add", name)) == 0
                && exit(List.of("ip", "netns", "exec", name, "nft", "add", "table", "ip", "probe")) == 0;
        exit(List.of("ip", "netns", "del", name));
        return allowed ? "" : "network namespaces are refused here";
    }

    /** The host in the middle, 203.0.113.2 to 203.0.113.9. */
    Site server() {
        return new Site(prefix, "server", List.of());
    }

    /** A new host behind a router of that kind. */
    Site site(NatKind kind, String... environment) {
        int number = FIRST + sites++;
        run("site", prefix, "s" + number, "" + number, kind.word);
        return new Site(prefix, "s" + number, List.of(environment)).behind(number);
    }

    /** That host leaves the network it is in and comes into another one, on another interface. */
    void move(Site site, NatKind kind) {
        int number = FIRST + sites++;
        var old = site.nextInterface();
        run("move", prefix, site.name(), old, site.interfaceName(), "" + number, kind.word);
        site.behind(number);
    }

    /** That host's router gets another address, and has forgotten whom packets are for; the host notices nothing. */
    void rebind(Site site) {
        int number = FIRST + sites++;
        run("rebind", prefix, site.name(), site.interfaceName(), "" + site.router(), "" + number);
        site.behind(number);
    }

    /** An address of the host in the middle is gone, as after a power cut. */
    void lose(String address) {
        run("lose", prefix, address);
    }

    /** It is there again. */
    void regain(String address) {
        run("regain", prefix, address);
    }

    @Override
    public void close() {
        run("down", prefix);
    }

    private static Path script() {
        try (var resource = Lab.class.getResourceAsStream("lab.sh")) {
            var file = Workspace.temporary("lab").resolve("lab.sh");
            Files.write(file, resource.readAllBytes());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String... words) {
        var command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(words));
        if (exit(command) != 0) {
            throw new AssertionError(command + " failed; see " + log());
        }
    }

    private static Path log() {
        return Workspace.target("logs").resolve("lab.log");
    }

    static int exit(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
