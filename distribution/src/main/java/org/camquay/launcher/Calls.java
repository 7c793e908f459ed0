// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/**
 * Commands over HTTP.
 *
 * @param client that trusts the server
 * @param server its URL, with a slash at the end
 * @param token shown with each call, a secret; empty for none
 */
record Calls(HttpClient client, String server, String token) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The whole reply, whatever its status. */
    JsonNode call(String command, Map<String, String> arguments) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server + "api/" + command))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(arguments)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        var reply = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(reply.body());
    }

    /** Without the token. */
    @Override
    public String toString() {
        return server;
    }
}
