// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;

/** Tells {@link Connections} what happens on the HTTP connections of Jetty. Thread: Jetty's. */
final class ConnectionWatch implements Connection.Listener, HttpConfiguration.Customizer {
    private final Connections connections;
    private final Map<Connection, Held> open = new ConcurrentHashMap<>();

    ConnectionWatch(Connections connections) {
        this.connections = connections;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote) {
            var held = connections.held(remote.getAddress(), new JettyLine(connection));
            // Known before it counts: from then on a newer one may displace it at any moment.
            open.put(connection, held);
            connections.opened(held);
            if (!connection.getEndPoint().isOpen()) {
                onClosed(connection);
            }
        }
    }

    /** How many are known; for tests. */
    int known() {
        return open.size();
    }

    @Override
    public void onClosed(Connection connection) {
        var held = open.remove(connection);
        if (held != null) {
            connections.closed(held);
        }
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        var connection = request.getConnectionMetaData().getConnection();
        if (!connection.getEndPoint().isOpen() && connection instanceof HttpConnection http) {
            // Jetty would go on with what the client sent in advance: hundreds of requests, answered to nobody.
            http.getParser().close();
        }
        var held = open.get(connection);
        if (held != null) {
            var headers = request.getHeaders();
            boolean withBody = headers.contains(HttpHeader.TRANSFER_ENCODING)
                    || headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0;
            if (held.onRequest(withBody) >= connections.limits().requests()) {
                responseHeaders.put(HttpHeader.CONNECTION, "close");
            }
            request.addHttpStreamWrapper(stream -> new WatchedStream(stream, held));
        }
        return request;
    }
}
