// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.CommandReply;
import org.camquay.gate.Admission;
import org.camquay.gate.Face;
import org.camquay.gate.Form;
import org.camquay.gate.Refusal;
import org.camquay.gate.Terms;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/{command}}: every command over HTTP. Thread: any. */
@Component(service = {Servlet.class, Face.class})
@HttpWhiteboardServletPattern(ApiServlet.PATTERN)
public final class ApiServlet extends HttpServlet implements Face {
    static final String PATTERN = "/api/*";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SHOWN_NAME = 64;

    private final transient Commands commands;

    @Activate
    public ApiServlet(@Reference(name = "commands") Commands commands) {
        this.commands = commands;
    }

    @Override
    public List<String> paths() {
        return List.of(PATTERN);
    }

    /** No page of another site may call commands, not even one whose site is listed. */
    @Override
    public Terms terms(String method, String path) {
        String name = path.replaceFirst("/api/?", "");
        String known = commands.find(name).map(Commands.Named::name).orElse(name);
        return Terms.needs(Scope.CONTROL, Kind.COMMAND, known).answered(Form.JSON);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Admission.of(request).isEmpty()) {
            Refusal.NOBODY_AT_THE_GATE.write(response, Form.JSON);
            return;
        }
        byte[] body;
        try {
            body = JSON.writeValueAsBytes(reply(request, response));
        } catch (RefusedException e) {
            new Refusal(e.status(), e.getMessage()).write(response, Form.JSON);
            return;
        }
        response.setContentType("application/json;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private CommandReply reply(HttpServletRequest request, HttpServletResponse response)
            throws RefusedException, IOException {
        String path = String.valueOf(request.getPathInfo());
        String name = path.startsWith("/") ? path.substring(1) : "";
        var command = commands.find(name)
                .orElseThrow(() -> new RefusedException(
                        HttpServletResponse.SC_NOT_FOUND,
                        "unknown command '" + name.substring(0, Math.min(name.length(), MAX_SHOWN_NAME))
                                + "'; GET /api/help describes those there are"));
        checkMethod(request.getMethod(), command.name(), response);
        var arguments = CallArguments.of(request);
        try {
            return Objects.requireNonNull(command.command().call(arguments));
        } catch (RuntimeException | LinkageError e) {
            LOG.error("command failed: {}", command.name(), e);
            throw new RefusedException(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    command.name() + ": failed inside; the log has the details");
        }
    }

    /** GET is for commands that only read: any page can make a browser send one. */
    private static void checkMethod(String method, String command, HttpServletResponse response)
            throws RefusedException {
        String lower = command.toLowerCase(Locale.ROOT);
        boolean reads =
                lower.startsWith("list") || lower.startsWith("get") || lower.matches("help|version|clientsconnected");
        boolean get = method.equals("GET") || method.equals("HEAD");
        if (!method.equals("POST") && !(get && reads)) {
            response.setHeader("Allow", reads ? "GET, HEAD, POST" : "POST");
            throw new RefusedException(
                    HttpServletResponse.SC_METHOD_NOT_ALLOWED,
                    command + " is called by POST" + (reads ? " or GET" : ", since it changes something"));
        }
    }
}
