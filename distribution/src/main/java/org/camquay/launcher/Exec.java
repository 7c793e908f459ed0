// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.camquay.tls.Pin;
import org.camquay.tls.Trust;

/** {@code camquay exec}: one command on a running server. */
final class Exec {
    private Exec() {}

    /** Prints the reply; 0 for SUCCESS, 1 for FAIL or when there is no server. */
    static int run(List<String> words) throws UsageException, InterruptedException, IOException {
        var arguments = new LinkedHashMap<String, String>();
        var options = new ArrayList<String>();
        String command = null;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("--")) {
                options.add(word);
                if (!word.contains("=") && !Options.isFlag(word.substring(2)) && i + 1 < words.size()) {
                    options.add(words.get(++i));
                }
            } else if (command == null) {
                command = word;
            } else if (word.indexOf('=') > 0) {
                arguments.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            } else {
                throw new UsageException("'" + word + "' is not key=value");
            }
        }
        if (command == null || !command.matches("[A-Za-z]+")) {
            throw new UsageException("exec needs a command, for example: camquay exec listStreams");
        }
        var given = Options.read(options);
        int port = Options.number("--port", given.getOrDefault("port", "" + Options.DEFAULT_PORT), 65_535);
        boolean tls = given.containsKey("tls") || given.containsKey("pin");
        String bind = given.getOrDefault("bind", "127.0.0.1");
        var client = HttpClient.newBuilder();
        if (tls) {
            trust(given, bind).ifPresent(client::sslContext);
        }
        String server = (tls
                        ? "https://" + host(bind)
                        : "http://" + host(Options.address("--bind", bind).getHostAddress()))
                + ":" + port + "/";
        return send(new Calls(client.build(), server, token(given, bind)), command, arguments);
    }

    /** Plain HTTP goes to the address, since the gate knows few names; a certificate is for the name. */
    private static String host(String text) {
        return text.contains(":") ? "[" + text + "]" : text;
    }

    /**
     * By a pin that is given, else by the one in {@code --etc}. Without both, what listens on this machine's own loopback is taken for
     * the server, as without TLS, and any other has to show a certificate that Java trusts.
     */
    private static Optional<SSLContext> trust(Map<String, String> given, String bind)
            throws UsageException, IOException {
        var pin = OwnTrust.file(Path.of(given.getOrDefault("etc", "etc")));
        if (given.containsKey("pin")) {
            try {
                return Optional.of(Trust.pinned(List.of(Pin.parse(given.get("pin"))), "--pin"));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--pin: " + e.getMessage());
            }
        } else if (Files.isReadable(pin)) {
            try {
                return Optional.of(OwnTrust.of(pin));
            } catch (IOException e) {
                throw new UsageException(e.getMessage());
            }
        }
        return InetAddress.getByName(bind).isLoopbackAddress() ? Optional.of(Trust.everybody()) : Optional.empty();
    }

    /** What was named, else the administrator's, which lies beside the configuration. */
    private static String token(Map<String, String> given, String host) throws UsageException {
        if (given.containsKey("token-file")) {
            return AdminToken.in(Path.of(given.get("token-file")));
        }
        return AdminToken.belongsTo(host) ? AdminToken.below(Path.of(given.getOrDefault("etc", "etc"))) : "";
    }

    private static int send(Calls server, String command, Map<String, String> arguments)
            throws InterruptedException, IOException {
        try {
            var reply = server.call(command, arguments);
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(reply));
            return reply.path("status").asText().equals("SUCCESS") ? 0 : 1;
        } catch (ConnectException e) {
            System.err.println("camquay: no server at " + server.server()
                    + "; start it with: camquay start, or name its port with --port");
            return 1;
        } catch (SSLException e) {
            System.err.println("camquay: " + server.server() + ": " + Trust.reason(e));
            return 1;
        } catch (IOException e) {
            System.err.println("camquay: no answer from " + server.server() + " (" + e.getMessage() + ")"
                    + (server.server().startsWith("http:")
                            ? "; if that server was started with --tls, add --tls"
                            : ""));
            return 1;
        }
    }
}
