// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * One WebSocket of Jetty's. Jetty's threads hand over to the thread {@code rendezvous} and never wait. Jetty gives frames
 * in fragments as they arrive, so that it keeps nothing of an unfinished message. Thread: any.
 */
public final class WebSocketLink implements Session.Listener, Socket {
    private final Executor loop;
    private final Function<Socket, SocketLink> links;
    private volatile Session session;

    // loop only; null before the opening, and when the server is going down
    private SocketLink link;

    WebSocketLink(Executor loop, Function<Socket, SocketLink> links) {
        this.loop = loop;
        this.links = links;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        onLoop(() -> link = links.apply(this));
    }

    @Override
    public void onWebSocketPartialText(String fragment, boolean last) {
        toLink(() -> link.text(fragment, last));
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
        callback.succeed();
        toLink(() -> link.binary());
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        var length = payload.remaining();
        toLink(() -> link.ponged(length));
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        toLink(() -> link.pinged(payload)); // a copy of Jetty's for us
    }

    @Override
    public void onWebSocketClose(int status, String reason) {
        toLink(() -> link.gone());
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        toLink(() -> link.gone()); // Jetty closes the socket with the status that fits, 1007 for one
    }

    @Override
    public void write(String text, Runnable done) {
        session.sendText(text, then(done));
    }

    @Override
    public void pong(ByteBuffer payload, Runnable done) {
        session.sendPong(payload, then(done));
    }

    @Override
    public void ping(Runnable done) {
        session.sendPing(ByteBuffer.allocate(0), then(done));
    }

    /** A message that cannot be written leaves with its connection, of which Jetty tells. */
    private Callback then(Runnable done) {
        return Callback.from(() -> onLoop(done), failure -> {});
    }

    @Override
    public void demand() {
        if (session.isOpen()) {
            session.demand();
        }
    }

    @Override
    public void close(int status, String reason) {
        session.close(status, reason, Callback.NOOP);
    }

    @Override
    public void disconnect() {
        session.disconnect();
    }

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    private void toLink(Runnable task) {
        onLoop(() -> {
            if (link != null) {
                task.run();
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            session.disconnect(); // the server is going down
        }
    }
}
