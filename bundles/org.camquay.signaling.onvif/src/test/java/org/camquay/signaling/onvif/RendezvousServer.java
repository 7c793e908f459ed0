// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.net.URI;
import org.camquay.rendezvous.Settings;
import org.camquay.rendezvous.SignalingServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The real rendezvous in a real Jetty on a free port of loopback. */
final class RendezvousServer implements AutoCloseable {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final SignalingServlet servlet = new SignalingServlet(Settings.defaults());

    RendezvousServer() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(servlet), "/signaling");
        JettyWebSocketServletContainerInitializer.configure(context, null);
        server.setHandler(context);
        server.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + port() + "/signaling");
    }

    @Override
    public void close() throws Exception {
        servlet.close();
        server.stop();
    }
}
