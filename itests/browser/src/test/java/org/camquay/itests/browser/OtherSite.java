// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.browser;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A web site that is none of ours, with a page that shows a camera of ours. */
final class OtherSite implements AutoCloseable {
    private final HttpServer server;

    OtherSite(URI camquay, String ticket) throws IOException {
        var page = """
                <!doctype html><meta charset="utf-8"><title>Another site</title>
                <h1>Another site</h1><video></video><p id="state"></p><p id="reason"></p>
                <script type="module">
                import { CamquayPlayer } from 'http://HOST/camquay.js';
                globalThis.player = new CamquayPlayer({
                  video: document.querySelector('video'), room: 'demo', url: 'ws://HOST/signaling', token: 'TICKET' });
                player.addEventListener('state', ({ detail }) => {
                  document.querySelector('#state').textContent = detail.state;
                  document.querySelector('#reason').textContent = detail.reason;
                });
                player.start();
                </script>""".replace("HOST", camquay.getAuthority()).replace("TICKET", ticket);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        var frame = "<!doctype html><title>Another site</title><h1>Another site</h1>" + "<iframe src='http://"
                + camquay.getAuthority() + "/play/demo' width='800' height='500'></iframe>";
        server.createContext("/frame", exchange -> {
            byte[] body = frame.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** A page that has the player's page in a frame, under another site's name. */
    URI frame() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/frame");
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
