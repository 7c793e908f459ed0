// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;

/** One request and its response, told to the connection that carries them. Thread: Jetty's. */
final class WatchedStream extends HttpStream.Wrapper {
    private final Held held;

    WatchedStream(HttpStream wrapped, Held held) {
        super(wrapped);
        this.held = held;
    }

    @Override
    public Content.Chunk read() {
        var chunk = super.read();
        if (chunk != null) {
            held.onBody(chunk.remaining(), chunk.isLast());
        }
        return chunk;
    }

    @Override
    public void send(
            MetaData.Request request, MetaData.Response response, boolean last, ByteBuffer content, Callback callback) {
        held.onWriting();
        super.send(request, response, last, content, Callback.from(held::onWritten, callback));
    }

    @Override
    public void succeeded() {
        held.onAnswered();
        super.succeeded();
    }

    @Override
    public void failed(Throwable cause) {
        held.onAnswered();
        super.failed(cause);
    }
}
