// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.util.Arrays;
import java.util.List;

/** What {@code ./camquay} runs: starts the server, or sends one command to a running one. */
public final class Main {
    static final String USAGE = """
            Usage: camquay demo|start [options]         start the server
                   camquay exec COMMAND [key=value…]    run one command on the running server
              --port N           HTTP and WebSocket on this TCP port, media on the same UDP port (4545; 0: a free one)
              --bind ADDRESS     where HTTP listens (127.0.0.1)
              --media-bind ADDR  where media goes (demo: loopback; start: every interface)
              --ice-tcp-port N   viewers may connect over TCP too, on this port (0: off)
              --turn-port N      STUN and TURN server on this UDP and TCP port (3478 where the rendezvous is bound off
                                 loopback; 0: off)
              --datagram epoll   UDP sockets of media on epoll, if the system has it, or nio
              --tls              HTTPS and WSS on the port, not HTTP; with a certificate of its own unless one is given
              --tls-certificate FILE, --tls-key FILE       that of PEM files, read again when they change
              --tls-keystore FILE, --tls-password-file FILE  that of a PKCS #12 file
              --tls-name NAMES   more names and addresses in the certificate of its own
              --pin SHA256       with exec: the server's key (state/tls/pin below --etc)
              --open             ask nobody for a token, also off loopback: everybody who reaches it may do everything
              --tokens           ask everybody for a token, also on loopback (off loopback that is so without it)
              --features LIST    what to start (demo: camera,rendezvous,demo; start: camera,rendezvous)
              --etc DIR          own configuration and state; made when missing
              --media DIR        where file: URIs may read (media/ below --etc)
              --drain SECONDS    at the end, take in nobody new, send devices elsewhere, and wait so long for
                                 viewers to leave (0)
              --token-file FILE  exec: the token to show (state/access/admin.token below --etc, towards this machine)
            """;

    private Main() {}

    /** Exit status: 0 when ended as asked, 1 when something failed, 2 when the call is wrong. */
    public static void main(String[] words) throws Exception {
        try {
            System.exit(run(Arrays.asList(words)));
        } catch (UsageException e) {
            System.err.println("camquay: " + e.getMessage());
            System.exit(2);
        }
    }

    private static int run(List<String> words) throws Exception {
        String verb = words.isEmpty() ? "help" : words.get(0);
        var rest = words.isEmpty() ? words : words.subList(1, words.size());
        return switch (verb) {
            case "demo", "start" -> new Server(Options.parse(verb, rest)).run();
            case "exec" -> Exec.run(rest);
            case "help", "--help", "-h" -> {
                System.out.print(USAGE);
                yield 0;
            }
            default -> throw new UsageException("no such thing as '" + verb + "'; try: camquay help");
        };
    }
}
