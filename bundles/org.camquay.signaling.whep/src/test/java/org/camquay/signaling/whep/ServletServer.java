// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Consumer;
import org.camquay.gate.Doorkeeper;
import org.camquay.gate.Face;
import org.camquay.gate.Gate;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Servlets in a real server on a free loopback port, and a client for them. */
final class ServletServer implements AutoCloseable {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    ServletServer(Gate gate, Map<String, Servlet> servlets) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler();
        var doorkeeper = new Doorkeeper(gate);
        servlets.values().forEach(servlet -> doorkeeper.addFace((Face) servlet));
        var filter = new FilterHolder(doorkeeper);
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        servlets.forEach((pattern, servlet) -> {
            var holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            context.addServlet(holder, pattern);
        });
        server.setHandler(context);
        server.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    HttpResponse<String> send(String path, Consumer<HttpRequest.Builder> with) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
        with.accept(request);
        // A client of its own: the server closes connections whose body it refused, and a pooled one may be just that.
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    /** Sends a request with a {@code Host} of the caller's choice, which a polite client does not. */
    String raw(String head) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends what there is of a request and ends the connection's one half; what is answered. */
    String brokenOff(String request) {
        return part(request, true);
    }

    /** Sends what there is of a request and then nothing; what is answered until the server closes. */
    String neverEnded(String request) {
        return part(request, false);
    }

    private String part(String request, boolean ended) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            if (ended) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
