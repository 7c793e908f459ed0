// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.outside;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.camquay.itests.harness.Api;

/** A WebSocket that sends what it is told. */
final class RawSocket implements WebSocket.Listener, AutoCloseable {
    private static final long PATIENCE_SECONDS = 15;

    /** RFC 6455 §7.4.1: the connection ended without a close frame. */
    private static final int ABNORMAL = 1006;

    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    RawSocket(Api api, String path) throws Exception {
        var url = URI.create(api.uri(path).toString().replaceFirst("http", "ws"));
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("webrtc.onvif.org")
                .buildAsync(url, this)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends; when the other side has gone meanwhile, {@link #closeStatus} tells. */
    void send(String text) {
        try {
            socket.sendText(text, true).join();
        } catch (CompletionException e) {
            closed.complete(ABNORMAL);
        }
    }

    void sendBinary(byte[] bytes) {
        try {
            socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        } catch (CompletionException e) {
            closed.complete(ABNORMAL);
        }
    }

    /** The next message. */
    String next() throws InterruptedException {
        var text = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("no answer; closed: " + closed.getNow(0));
        }
        return text;
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Waits until the other side closes. */
    int closeStatus() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
        closed.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(ABNORMAL);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
