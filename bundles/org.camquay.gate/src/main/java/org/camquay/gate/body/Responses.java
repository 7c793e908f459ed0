// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate.body;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes responses without a thread that waits for the client (Jakarta Servlet 6.0 §5.7). Thread: any. */
public final class Responses {
    private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
    private static final int PIECE = 16 * 1024;

    private Responses() {}

    /**
     * Sends {@code body} and completes the exchange, now or when the client has read enough. Status and headers must
     * have been set. {@code body} must not be changed afterwards.
     */
    public static void finish(AsyncContext exchange, byte[] body) {
        if (body.length == 0) {
            complete(exchange);
            return;
        }
        try {
            exchange.setTimeout(0);
            var response = exchange.getResponse();
            response.setContentLength(body.length);
            var out = response.getOutputStream();
            out.setWriteListener(new Outgoing(exchange, out, body));
        } catch (IOException | IllegalStateException e) {
            end(exchange, e);
        }
    }

    private static void end(AsyncContext exchange, Throwable failure) {
        LOG.debug("client gone before its response: {}", String.valueOf(failure.getMessage()));
        complete(exchange);
    }

    /** Completes the exchange, if it has not ended by itself, as it does when the client goes. */
    public static void complete(AsyncContext exchange) {
        try {
            exchange.complete();
        } catch (IllegalStateException e) {
            LOG.debug("exchange ended before: {}", e.getMessage());
        }
    }

    /** A response on its way. */
    private static final class Outgoing implements WriteListener {
        private final AsyncContext exchange;
        private final ServletOutputStream out;
        private final byte[] body;
        private int sent;

        Outgoing(AsyncContext exchange, ServletOutputStream out, byte[] body) {
            this.exchange = exchange;
            this.out = out;
            this.body = body;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (sent == body.length) {
                    exchange.complete();
                    return;
                }
                int count = Math.min(PIECE, body.length - sent);
                out.write(body, sent, count);
                sent += count;
            }
        }

        @Override
        public void onError(Throwable failure) {
            end(exchange, failure);
        }
    }
}
