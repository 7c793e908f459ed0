// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A camera and its viewer, which speak with each other while others make trouble. */
final class HonestPair {
    /** One end. */
    static final class End implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final WebSocket socket;
        private final StringBuilder partial = new StringBuilder();

        End(HttpClient http, int port, String query) throws Exception {
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/signaling" + query), this)
                    .get(20, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        void send(String text) throws Exception {
            socket.sendText(text, true).get(20, TimeUnit.SECONDS);
        }

        String next() throws InterruptedException {
            var text = texts.poll(20, TimeUnit.SECONDS);
            assertThat(text).as("a message of the server").isNotNull();
            return text;
        }
    }

    final End device;
    final End viewer;
    final String session;
    private int exchanged;

    HonestPair(HttpClient http, int port) throws Exception {
        device = new End(http, port, "?" + FakeHouse.ONE);
        device.send(FakeDoor.call("register", "{\"name\":\"demo\"}"));
        assertThat(device.next()).contains("\"demo\"");
        viewer = new End(http, port, "");
        session = join(viewer);
    }

    /** A viewer joins; returns its session. */
    String join(End end) throws Exception {
        end.send(FakeDoor.call("register", "{}"));
        assertThat(end.next()).contains("\"result\"");
        end.send(FakeDoor.call("connect", "{\"peer\":\"demo\",\"authorization\":\"\"}"));
        var connect = device.next();
        while (!connect.contains("\"connect\"")) {
            connect = device.next(); // what others send it meanwhile
        }
        var id = connect.replaceAll(".*\"id\":(\\d+).*", "$1");
        device.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
        assertThat(end.next()).contains("\"session\"");
        return connect.replaceAll(".*\"session\":\"([^\"]+)\".*", "$1");
    }

    /** A candidate there and another one back. */
    void exchange() throws Exception {
        var name = "honest" + exchanged++;
        viewer.send(FakeDoor.trickle(session, name));
        var there = device.next();
        while (!there.contains(name)) {
            there = device.next();
        }
        device.send(FakeDoor.trickle(session, name));
        assertThat(viewer.next()).contains(name);
    }
}
