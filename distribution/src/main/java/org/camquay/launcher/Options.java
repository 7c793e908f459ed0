// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How to start.
 *
 * @param port TCP and UDP, 0 for a free one
 * @param bind where HTTP listens
 * @param mediaBind where media goes, empty for every interface
 * @param features names of feature files, without the platform
 * @param etc configuration and state; null for a {@code temporary} one that is yet to be made
 * @param media where {@code file:} URIs may read; null for a folder below {@code etc} that is yet to be made
 * @param iceTcpPort where viewers may connect over TCP, 0 for nowhere
 * @param turnPort of the TURN server, 0 for none
 * @param datagram which back end has the UDP sockets: epoll where it runs, or nio
 * @param drain seconds to wait for viewers at the end
 * @param open whether nobody is asked for a token although others than this machine reach the server
 * @param tokens whether everybody is asked for a token
 * @param temporary whether {@code etc} is to be made at the start and deleted at the end
 * @param tls whether the port speaks TLS, and how
 */
record Options(
        int port,
        InetAddress bind,
        String mediaBind,
        List<String> features,
        Path etc,
        Path media,
        int iceTcpPort,
        int turnPort,
        String datagram,
        int drain,
        boolean open,
        boolean tokens,
        boolean temporary,
        TlsOptions tls) {
    static final int DEFAULT_PORT = 4545;
    private static final int STANDARD_TURN_PORT = 3478;
    private static final String RENDEZVOUS = "rendezvous";
    private static final String TURN = "turn";
    private static final Set<String> FLAGS = Set.of("open", "tokens");
    private static final Set<String> VALUES = Set.of(
            "port",
            "bind",
            "media-bind",
            "features",
            "etc",
            "media",
            "drain",
            "ice-tcp-port",
            "turn-port",
            "datagram",
            "token-file");
    private static final Set<String> BACK_ENDS = Set.of("epoll", "nio");

    static Options parse(String verb, List<String> words) throws UsageException, IOException {
        var given = read(words);
        boolean demo = verb.equals("demo");
        var bind = address("--bind", given.getOrDefault("bind", "127.0.0.1"));
        boolean open = given.containsKey("open");
        if (open && given.containsKey("tokens")) {
            throw new UsageException("--open and --tokens contradict each other: give one of them");
        }
        boolean tokens = given.containsKey("tokens") || !bind.isLoopbackAddress() && !open;
        String mediaBind = given.getOrDefault("media-bind", demo ? "127.0.0.1" : "");
        if (!mediaBind.isEmpty() && address("--media-bind", mediaBind).isAnyLocalAddress()) {
            mediaBind = "";
        }
        String listed = given.getOrDefault("features", demo ? "camera,rendezvous,demo" : "camera,rendezvous");
        var features = new ArrayList<>(List.of(listed.split("\\s*,\\s*")));
        int turnPort = number("--turn-port", given.getOrDefault("turn-port", "" + turnPort(features, bind)), 65_535);
        if (turnPort > 0 && !features.contains(TURN)) {
            features.add(TURN);
        }
        var tls = TlsOptions.of(given);
        if (tls.on()) {
            features.add("tls");
        }
        boolean temporary = demo && !given.containsKey("etc");
        var etc = temporary ? null : Path.of(given.getOrDefault("etc", "etc")).toAbsolutePath();
        var media = given.containsKey("media")
                ? Path.of(given.get("media")).toAbsolutePath()
                : temporary ? null : etc.resolve("media");
        return new Options(
                number("--port", given.getOrDefault("port", "" + DEFAULT_PORT), 65_535),
                bind,
                mediaBind,
                List.copyOf(features),
                etc,
                media,
                number("--ice-tcp-port", given.getOrDefault("ice-tcp-port", "0"), 65_535),
                turnPort,
                datagram(given.getOrDefault("datagram", "epoll")),
                number("--drain", given.getOrDefault("drain", "0"), 86_400),
                open && !bind.isLoopbackAddress(),
                tokens,
                temporary,
                tls);
    }

    /** The same with configuration and state in that folder. */
    Options in(Path folder) {
        return new Options(
                port,
                bind,
                mediaBind,
                features,
                folder,
                media == null ? folder.resolve("media") : media,
                iceTcpPort,
                turnPort,
                datagram,
                drain,
                open,
                tokens,
                temporary,
                tls);
    }

    private static String datagram(String text) throws UsageException {
        if (BACK_ENDS.contains(text)) {
            return text;
        }
        throw new UsageException("--datagram is '" + text + "': give epoll or nio");
    }

    /** A meeting point that others reach relays for them too; on loopback there is nobody to relay for. */
    private static int turnPort(List<String> features, InetAddress bind) {
        boolean wanted = features.contains(TURN) || features.contains(RENDEZVOUS) && !bind.isLoopbackAddress();
        return wanted ? STANDARD_TURN_PORT : 0;
    }

    /** Options and their values by name; a flag has an empty value. */
    static Map<String, String> read(List<String> words) throws UsageException {
        var given = new HashMap<String, String>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String name = word.startsWith("--") ? word.substring(2) : "";
            int equals = name.indexOf('=');
            if (equals > 0 && isValue(name.substring(0, equals))) {
                given.put(name.substring(0, equals), name.substring(equals + 1));
            } else if (isFlag(name)) {
                given.put(name, "");
            } else if (!isValue(name)) {
                throw new UsageException("unknown option '" + word + "'; try: camquay help");
            } else if (++i == words.size()) {
                throw new UsageException(word + " needs a value; try: camquay help");
            } else {
                given.put(name, words.get(i));
            }
        }
        return given;
    }

    /** Returns whether an option, named without its hyphens, has no value. */
    static boolean isFlag(String name) {
        return FLAGS.contains(name) || TlsOptions.FLAGS.contains(name);
    }

    private static boolean isValue(String name) {
        return VALUES.contains(name) || TlsOptions.VALUES.contains(name);
    }

    static InetAddress address(String option, String text) throws UsageException {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new UsageException(option + " '" + text + "' is no address of this machine");
        }
    }

    static int number(String option, String text, int most) throws UsageException {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(option + " is '" + text + "': give a number from 0 to " + most);
    }
}
