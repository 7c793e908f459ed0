// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.CommandReply;
import org.camquay.api.control.CommandReply.Status;
import org.camquay.gate.Admission;
import org.camquay.gate.Face;
import org.camquay.gate.Form;
import org.camquay.gate.Refusal;
import org.camquay.gate.Terms;
import org.camquay.gate.body.Bodies;
import org.camquay.gate.body.BodyException;
import org.camquay.gate.body.Responses;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/{command}}: every command over HTTP. Thread: any. */
@Component(service = {Servlet.class, Face.class})
@HttpWhiteboardServletPattern(ApiServlet.PATTERN)
@HttpWhiteboardServletAsyncSupported
public final class ApiServlet extends HttpServlet implements Face {
    static final String PATTERN = "/api/*";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SHOWN_NAME = 64;

    private final transient Commands commands;
    private final transient Bodies bodies;
    private final transient CommandThreads threads;

    @Activate
    public ApiServlet(
            @Reference(name = "commands") Commands commands,
            @Reference(name = "bodies") Bodies bodies,
            @Reference(name = "threads") CommandThreads threads) {
        this.commands = commands;
        this.bodies = bodies;
        this.threads = threads;
    }

    @Override
    public List<String> paths() {
        return List.of(PATTERN);
    }

    /** No page of another site may call commands, not even one whose site is listed. */
    @Override
    public Terms terms(String method, String path) {
        String name = path.replaceFirst("/api/?", "");
        var command = commands.find(name);
        String known = command.map(Commands.Named::name).orElse(name);
        var scope = command.map(found -> found.command().scope()).orElse(Scope.CONTROL);
        return Terms.needs(scope, Kind.COMMAND, known).answered(Form.JSON);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var caller = Admission.of(request);
        if (caller.isEmpty()) {
            Refusal.NOBODY_AT_THE_GATE.write(response, Form.JSON);
            return;
        }
        try {
            var command = command(request, response);
            var exchange = request.startAsync();
            bodies.read(exchange, CallArguments.MAX_BODY)
                    .whenComplete((body, failure) -> call(
                            exchange, caller.get(), failure, () -> reply(request, command, body, name(caller.get()))));
        } catch (RefusedException e) {
            new Refusal(e.status(), e.getMessage()).write(response, Form.JSON);
        }
    }

    private static String name(Admission admission) {
        return admission.subject().isEmpty() ? "somebody at " + admission.address() : admission.subject();
    }

    private Commands.Named command(HttpServletRequest request, HttpServletResponse response) throws RefusedException {
        String path = String.valueOf(request.getPathInfo());
        String name = path.startsWith("/") ? path.substring(1) : "";
        var command = commands.find(name)
                .orElseThrow(() -> new RefusedException(
                        HttpServletResponse.SC_NOT_FOUND,
                        "unknown command '" + name.substring(0, Math.min(name.length(), MAX_SHOWN_NAME))
                                + "'; GET /api/help describes those there are"));
        checkMethod(request.getMethod(), command, response);
        return command;
    }

    /** The body has come, or has not; a command has a thread of its own, in which it may wait. */
    private void call(AsyncContext exchange, Admission caller, Throwable failure, Callable<CommandReply> command) {
        if (failure instanceof BodyException refused) {
            refuse(exchange, new Refusal(refused.status(), refused.getMessage()));
            return;
        }
        threads.execute(caller.address(), () -> {
                    try {
                        finish(exchange, JSON.writeValueAsBytes(command.call()));
                    } catch (RefusedException e) {
                        refuse(exchange, new Refusal(e.status(), e.getMessage()));
                    } catch (Throwable e) {
                        LOG.error("command failed: no reply could be made", e);
                        refuse(exchange, new Refusal(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "failed inside"));
                    }
                })
                .ifPresent(refusal -> refuse(exchange, refusal));
    }

    private static void refuse(AsyncContext exchange, Refusal refusal) {
        try {
            refusal.write((HttpServletResponse) exchange.getResponse(), Form.JSON);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("client gone before its refusal: {}", e.getMessage());
        }
        Responses.complete(exchange);
    }

    private static void finish(AsyncContext exchange, byte[] body) {
        var response = (HttpServletResponse) exchange.getResponse();
        response.setContentType("application/json;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        Responses.finish(exchange, body);
    }

    private static CommandReply reply(HttpServletRequest request, Commands.Named command, byte[] body, String caller)
            throws RefusedException {
        var arguments = CallArguments.of(request, body);
        try {
            var reply = Objects.requireNonNull(command.command().call(arguments, caller));
            // Commands of the administration say more in lines of their own. Arguments may be secrets.
            if (command.command().changes()
                    && command.command().scope() == Scope.CONTROL
                    && reply.status() == Status.SUCCESS) {
                LOG.info("audit: command run ({}, by {})", command.name(), caller);
            }
            return reply;
        } catch (RuntimeException | LinkageError e) {
            LOG.error("command failed: {}", command.name(), e);
            throw new RefusedException(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    command.name() + ": failed inside; the log has the details");
        }
    }

    /** GET is for commands that only read: any page can make a browser send one. */
    private static void checkMethod(String method, Commands.Named command, HttpServletResponse response)
            throws RefusedException {
        boolean reads = !command.command().changes();
        boolean get = method.equals("GET") || method.equals("HEAD");
        if (!method.equals("POST") && !(get && reads)) {
            response.setHeader("Allow", reads ? "GET, HEAD, POST" : "POST");
            throw new RefusedException(
                    HttpServletResponse.SC_METHOD_NOT_ALLOWED,
                    command.name() + " is called by POST" + (reads ? " or GET" : ", since it changes something"));
        }
    }
}
