// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.camquay.gate.Doorkeeper;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.camquay.onvif.OnvifIceServer;
import org.camquay.rendezvous.Settings;
import org.camquay.rendezvous.SignalingServlet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The real rendezvous in a real Jetty on a free port of loopback. */
final class RendezvousServer implements AutoCloseable {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final SignalingServlet servlet;

    RendezvousServer(OnvifIceServer... servers) throws Exception {
        var minute = Duration.ofMinutes(1);
        var gate = new Gate(GateSettings.defaults().open());
        servlet = new SignalingServlet(new Settings(List.of(servers), 100, 64, 100, 50, minute, minute, 0), gate);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler("/");
        var doorkeeper = new Doorkeeper(gate);
        doorkeeper.addFace(servlet);
        context.addFilter(new FilterHolder(doorkeeper), "/*", EnumSet.of(DispatcherType.REQUEST));
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
