// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A gate in a real Jetty, with one servlet behind it that notes who was let in and reads the body. */
final class GuardedServer implements AutoCloseable {
    final List<Admission> admitted = new CopyOnWriteArrayList<>();
    final Doorkeeper doorkeeper;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    GuardedServer(Gate gate) throws Exception {
        doorkeeper = new Doorkeeper(gate);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler();
        context.addFilter(new FilterHolder(doorkeeper), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new Behind()), "/*");
        server.setHandler(context);
        server.start();
    }

    private final class Behind extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            admitted.add(Admission.of(request).orElseThrow());
            request.getInputStream().readAllBytes();
            response.setStatus(200);
        }
    }

    /** Sends a request line and headers as they are; the whole answer. */
    String raw(String requestLine, String... headers) throws IOException {
        return from("127.0.0.1", requestLine, withHost(headers));
    }

    /** The same from another address of this machine, without a {@code Host} of its own. */
    String from(String address, String requestLine, String... headers) throws IOException {
        return exchange(address, "", requestLine, headers);
    }

    /** The same with a body. */
    String rawWithout(String body, String requestLine, String... headers) throws IOException {
        return exchange("127.0.0.1", body, requestLine, headers);
    }

    private String exchange(String address, String body, String requestLine, String... headers) throws IOException {
        var here = InetAddress.getByName("127.0.0.1");
        try (var socket = new Socket(here, connector.getLocalPort(), InetAddress.getByName(address), 0)) {
            socket.setSoTimeout(20_000);
            var head = new StringBuilder(requestLine).append(" HTTP/1.1\r\n");
            for (String header : headers) {
                head.append(header.replace("PORT", "" + connector.getLocalPort()))
                        .append("\r\n");
            }
            head.append("Connection: close\r\n\r\n").append(body);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String[] withHost(String... headers) {
        for (String header : headers) {
            if (header.startsWith("Host:")) {
                return headers;
            }
        }
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Host: 127.0.0.1:PORT";
        return all;
    }

    static int status(String answer) {
        return Integer.parseInt(answer.split(" ")[1]);
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
