// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camquay.itests.harness.Doorway;
import org.camquay.itests.harness.Place;
import org.camquay.itests.harness.Workspace;

/** A host in a namespace of its own. */
final class Site implements Place {
    private final String name;
    private final String space;
    private final List<String> environment;
    private final Map<Integer, Integer> reached = new HashMap<>();
    private Doorway door;
    private int interfaces;
    private int router;

    /** @param environment {@code NAME=VALUE} words for the programs that run there */
    Site(String prefix, String name, List<String> environment) {
        this.name = name;
        this.space = prefix + name;
        this.environment = environment;
    }

    /** Its name in the lab. */
    String name() {
        return name;
    }

    /** The interface that it has now. */
    String interfaceName() {
        return "eth" + interfaces;
    }

    /** It gets another interface; the name of the one it had. */
    String nextInterface() {
        var old = interfaceName();
        interfaces++;
        return old;
    }

    /** Its router has the address 203.0.113.N now. */
    Site behind(int number) {
        router = number;
        return this;
    }

    /** That number. */
    int router() {
        return router;
    }

    @Override
    public List<String> command(List<String> words) {
        var command = new ArrayList<>(List.of("env"));
        command.addAll(environment);
        command.addAll(words);
        return within(command);
    }

    private List<String> within(List<String> words) {
        var command = new ArrayList<>(List.of("ip", "netns", "exec", space));
        command.addAll(words);
        return command;
    }

    /** Starts a program there, its output in {@code target/logs}. */
    Process start(String name, String... words) throws IOException {
        var log = Workspace.target("logs").resolve(name + ".log").toFile();
        return new ProcessBuilder(command(List.of(words)))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
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
}
