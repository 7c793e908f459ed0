// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camquay.api.ice.IceServerProvider;
import org.camquay.gate.Admission;
import org.camquay.gate.Face;
import org.camquay.gate.Form;
import org.camquay.gate.Gate;
import org.camquay.gate.Pages;
import org.camquay.gate.Refusal;
import org.camquay.gate.Terms;
import org.camquay.onvif.OnvifMethod;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket at {@code /signaling}: checks the handshake, then leaves the talking to {@link SignalingServer}. */
@Component(service = {Servlet.class, Face.class})
@HttpWhiteboardServletPattern(SignalingServlet.PATTERN)
@Designate(ocd = SignalingServlet.Config.class)
public final class SignalingServlet extends JettyWebSocketServlet implements Face {
    static final String PATTERN = "/signaling";
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(SignalingServlet.class);

    /** How the server is configured. */
    @ObjectClassDefinition(name = "Rendezvous: signaling server")
    public @interface Config {
        /** STUN URLs, handed to both ends of each session after those of the {@link IceServerProvider}s. */
        @AttributeDefinition(description = "STUN URLs, handed to both ends of each session")
        String[] iceServers() default {};

        /** Devices and viewers together. */
        int maxConnections() default 1000;

        /** Sessions of one room. */
        int maxViewersPerRoom() default 256;

        /** Sustained, of one viewer; a device has ten times as many. */
        int messagesPerSecond() default 50;

        int pingIntervalSeconds() default 30;

        /** A connection that was silent for so long counts as dead. */
        int maxSilenceSeconds() default 90;

        /** How long a session may last unless extended; 0 for as long as it likes. */
        int expirySeconds() default 0;
    }

    private final transient Settings settings;
    private final transient ScheduledThreadPoolExecutor loop;
    private final transient SignalingServer server;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean destroyed;

    @Reference(name = "iceServers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    transient volatile List<IceServerProvider> providers = List.of();

    /** Thread {@code rendezvous} runs until {@link #close()}. */
    @Activate
    public SignalingServlet(Config config, @Reference(name = "gate") Gate gate) {
        this(Settings.of(config), gate);
    }

    public SignalingServlet(Settings settings, Gate gate) {
        this.settings = settings;
        this.loop = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "rendezvous");
            thread.setDaemon(true);
            return thread;
        });
        var servers = new ServerList(settings.iceServers(), () -> providers);
        this.server = new SignalingServer(settings, new Access(gate), servers, System::nanoTime);
        loop.scheduleWithFixedDelay(() -> guarded(this::tick), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public List<String> paths() {
        return List.of(PATTERN);
    }

    /** The token comes with {@code register} or {@code connect}, which say for what. */
    @Override
    public Terms terms(String method, String path) {
        return Terms.open().forPages(Pages.LISTED);
    }

    /** Says good-bye to all who are connected; live media goes on. */
    @Deactivate
    public void close() {
        loop.execute(server::close);
        loop.shutdown();
    }

    private void tick() {
        server.tick();
        connections.set(server.participants());
    }

    /** An error in one task must end neither the thread nor, for the periodic one, its repetition. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("handling a message or a timer failed: rendezvous", e);
        }
    }

    @Override
    protected void configure(JettyWebSocketServletFactory factory) {
        factory.setMaxTextMessageSize(Settings.MAX_MESSAGE);
        factory.setMaxBinaryMessageSize(Settings.MAX_MESSAGE);
        factory.setMaxFrameSize(Settings.MAX_MESSAGE);
        // dead peers are found by our own pings, whose sending would keep Jetty's clock from running out
        factory.setIdleTimeout(settings.maxSilence().plus(Duration.ofSeconds(30)));
        factory.setCreator(this::accept);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (Admission.of(request).isEmpty()) {
            Refusal.NOBODY_AT_THE_GATE.write(response, Form.TEXT);
        } else if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            upgrade(request, response);
        } else {
            refuse(response, 426, "This address speaks WebSocket with sub-protocol " + OnvifMethod.SUB_PROTOCOL);
        }
    }

    /** Jetty takes its parts away in {@link #destroy} while requests are still under way. */
    private void upgrade(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            if (!destroyed) {
                super.service(request, response);
                return;
            }
        } catch (NullPointerException e) {
            if (!destroyed) {
                throw e;
            }
        }
        refuse(response, 503, "The server is shutting down: try again later");
    }

    @Override
    public void destroy() {
        destroyed = true;
        super.destroy();
    }

    private static void refuse(HttpServletResponse response, int status, String sentence) throws IOException {
        var body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        if (status == 426) {
            response.setHeader("Upgrade", "websocket");
        }
        response.setContentType("text/plain;charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private Object accept(JettyServerUpgradeRequest request, JettyServerUpgradeResponse response) throws IOException {
        var offered = request.getSubProtocols();
        var caller = Admission.of(request.getHttpServletRequest()).orElseThrow();
        if (!offered.isEmpty() && !offered.contains(OnvifMethod.SUB_PROTOCOL)) {
            response.sendError(400, "Only the sub-protocol " + OnvifMethod.SUB_PROTOCOL + " is spoken here");
        } else if (connections.get() >= settings.maxConnections()) {
            response.sendError(503, "The server is full: try again later");
        } else {
            connections.incrementAndGet(); // until the next tick counts exactly
            if (!offered.isEmpty()) {
                response.setAcceptedSubProtocol(OnvifMethod.SUB_PROTOCOL);
            }
            response.setExtensions(List.of()); // compression would cost each connection some 300 kB
            var credentials =
                    Credentials.of(request.getHeader("Authorization"), request.getParameterMap(), caller.address());
            return new WebSocketLink(
                    server, task -> loop.execute(() -> guarded(task)), credentials, System::nanoTime, settings);
        }
        return null;
    }
}
