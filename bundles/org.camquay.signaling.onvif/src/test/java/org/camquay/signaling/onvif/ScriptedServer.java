// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.net.URI;
import java.util.function.BiConsumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Session;

/** A server that does to its clients whatever a test wants. */
final class ScriptedServer implements AutoCloseable {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    ScriptedServer(BiConsumer<Session, String> onText) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler("/");
        context.addServlet(
                new ServletHolder(new JettyWebSocketServlet() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected void configure(JettyWebSocketServletFactory factory) {
                        factory.setCreator((request, response) -> new Conversation(onText));
                    }
                }),
                "/signaling");
        JettyWebSocketServletContainerInitializer.configure(context, null);
        server.setHandler(context);
        server.start();
    }

    /** One client. */
    public static final class Conversation extends Session.Listener.AbstractAutoDemanding {
        private final BiConsumer<Session, String> onText;

        Conversation(BiConsumer<Session, String> onText) {
            this.onText = onText;
        }

        @Override
        public void onWebSocketText(String text) {
            onText.accept(getSession(), text);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + port() + "/signaling");
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
