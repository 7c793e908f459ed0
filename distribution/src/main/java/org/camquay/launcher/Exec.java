// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

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
                if (!word.contains("=") && i + 1 < words.size()) {
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
        return send("http://" + given.getOrDefault("bind", "127.0.0.1") + ":" + port + "/api/" + command, arguments);
    }

    private static int send(String url, LinkedHashMap<String, String> arguments)
            throws InterruptedException, IOException {
        var json = new ObjectMapper();
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(arguments)))
                .build();
        try {
            var reply = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            var tree = json.readTree(reply.body());
            System.out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
            return tree.path("status").asText().equals("SUCCESS") ? 0 : 1;
        } catch (java.net.ConnectException e) {
            System.err.println("camquay: no server at " + url.replaceFirst("api/.*", "")
                    + "; start it with: camquay start, or name its port with --port");
            return 1;
        }
    }
}
