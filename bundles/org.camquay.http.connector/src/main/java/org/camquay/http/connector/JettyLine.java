// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.Callback;

/** A connection of Jetty. Thread: any. */
record JettyLine(Connection connection) implements Held.Line {
    private static final int REQUEST_TIMEOUT = 408;

    @Override
    public long bytesIn() {
        return connection.getBytesIn();
    }

    @Override
    public void refuse(int status) {
        var endPoint = connection.getEndPoint();
        String answer = status == REQUEST_TIMEOUT
                ? "HTTP/1.1 408 Request Timeout\r\n"
                : "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\n";
        var bytes = ByteBuffer.wrap(
                (answer + "Content-Length: 0\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        try {
            endPoint.write(Callback.NOOP, bytes);
        } catch (WritePendingException e) {
            // A request came in at this very moment and is being answered.
        } finally {
            // What does not leave at once, for instance before the end of a TLS handshake, does not keep the
            // connection.
            endPoint.close();
        }
    }

    @Override
    public void close() {
        connection.getEndPoint().close();
    }
}
