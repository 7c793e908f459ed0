// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.access.RoomList;
import org.camquay.api.health.Drainable;
import org.camquay.api.health.Heartbeat;
import org.camquay.api.health.Pulse;
import org.camquay.api.ice.IceServerProvider;
import org.camquay.api.net.Site;
import org.camquay.gate.Admission;
import org.camquay.gate.Face;
import org.camquay.gate.Form;
import org.camquay.gate.Gate;
import org.camquay.gate.Pages;
import org.camquay.gate.Refusal;
import org.camquay.gate.Terms;
import org.camquay.onvif.OnvifMethod;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
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
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The WebSocket at {@code /signaling}: checks the handshake, then leaves the talking to {@link SignalingServer}. */
@Component(service = {Servlet.class, Face.class, Drainable.class, Pulse.class})
@HttpWhiteboardServletPattern(SignalingServlet.PATTERN)
@Designate(ocd = SignalingServlet.Config.class)
public final class SignalingServlet extends JettyWebSocketServlet implements Face, Drainable, Pulse {
    static final String PATTERN = "/signaling";

    private static final long serialVersionUID = 1L;
    private static final int FRAGMENT = 2048;
    private static final int SEND_BUFFER = 64 * 1024;
    private static final String RETRY_SECONDS = "10";

    /** A message, a ping, a pong and a close frame. */
    private static final int MAX_OUTGOING_FRAMES = 8;

    /** How the server is configured. */
    @ObjectClassDefinition(name = "Rendezvous: signaling server")
    public @interface Config {
        /** STUN URLs, handed to both ends of each session after those of the {@link IceServerProvider}s. */
        @AttributeDefinition(description = "STUN URLs, handed to both ends of each session")
        String[] iceServers() default {};

        /** Devices and viewers together; a quarter is kept for devices. */
        int maxConnections() default 1000;

        /** Those of one IPv4 address, or of one IPv6 /64. */
        int maxConnectionsPerAddress() default 64;

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
    private final transient ServerLoop loop = new ServerLoop();
    private final transient Heartbeat heartbeat = new Heartbeat("rendezvous", loop, System::nanoTime);
    private final transient House house;
    private final transient Places places;
    private volatile boolean destroyed;
    private volatile boolean draining;
    private volatile long tickedNanos = System.nanoTime();

    @Reference(name = "iceServers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    transient volatile List<IceServerProvider> providers = List.of();

    @Reference(
            name = "roomList",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    transient volatile RoomList roomList;

    /** Thread {@code rendezvous} runs until {@link #close()}. */
    @Activate
    public SignalingServlet(Config config, @Reference(name = "gate") Gate gate) {
        this(Settings.of(config), gate);
    }

    public SignalingServlet(Settings settings, Gate gate) {
        this.settings = settings;
        var tally = new Tally(System::nanoTime);
        this.places = new Places(settings.maxConnections(), settings.maxConnectionsPerAddress(), tally);
        var servers = new ServerList(settings.iceServers(), () -> providers);
        var server = new SignalingServer(settings, new Access(gate, () -> roomList), servers, tally, System::nanoTime);
        var budgets = new Budgets(Runtime.getRuntime().maxMemory(), System::nanoTime, tally);
        this.house = new House(settings, server, budgets, tally, loop, System::nanoTime);
        loop.everySecond(this::tick);
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
        loop.execute(house.server()::close);
        loop.shutdown();
    }

    @Override
    public void drain(Duration within) {
        draining = true;
        loop.execute(() -> house.server().drain(within));
    }

    @Override
    public int left() {
        return places.size();
    }

    @Override
    public List<String> stuck() {
        var stuck = new ArrayList<String>();
        if (!heartbeat.beats()) {
            stuck.add("thread rendezvous");
        }
        if (System.nanoTime() - tickedNanos > Heartbeat.PATIENCE.toNanos()) {
            stuck.add("the periodic task of the rendezvous");
        }
        return stuck;
    }

    private void tick() {
        tickedNanos = System.nanoTime();
        house.server().tick();
        house.budgets().tick();
    }

    @Override
    protected void configure(JettyWebSocketServletFactory factory) {
        // fragments are handed over as they arrive, so that Jetty holds nothing of an unfinished message
        factory.setAutoFragment(true);
        factory.setInputBufferSize(FRAGMENT);
        factory.setMaxFrameSize(FRAGMENT);
        factory.setMaxOutgoingFrames(MAX_OUTGOING_FRAMES);
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
            if (Handshake.isOne(request)) {
                upgrade(request, response);
            } else {
                response.setHeader("Sec-WebSocket-Version", Handshake.VERSION);
                refuse(response, 400, Handshake.REFUSAL);
            }
        } else if (draining) {
            // Browsers hide the answer to a WebSocket's handshake from their pages, which ask in this way then.
            response.setHeader("Retry-After", RETRY_SECONDS);
            refuse(response, 503, SignalingServer.STOPPING);
        } else {
            refuse(response, 426, "This address speaks WebSocket with sub-protocol " + OnvifMethod.SUB_PROTOCOL);
        }
    }

    /** Jetty takes its parts away in {@link #destroy} while requests are still under way. */
    private void upgrade(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            if (!destroyed) {
                bound(request);
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
        } else if (draining) {
            response.setHeader("Retry-After", RETRY_SECONDS);
            response.sendError(503, SignalingServer.STOPPING);
        } else {
            return seated(request, response, caller.address(), !offered.isEmpty());
        }
        return null;
    }

    private Object seated(
            JettyServerUpgradeRequest request, JettyServerUpgradeResponse response, String address, boolean asked)
            throws IOException {
        var credentials = Credentials.of(request.getHeader("Authorization"), request.getParameterMap(), address);
        var answer = places.take(Site.nameOf(address), !credentials.device().isEmpty(), System.nanoTime());
        if (answer.place().isEmpty()) {
            response.setHeader("Retry-After", RETRY_SECONDS);
            response.sendError(answer.status(), answer.reason());
            return null;
        }
        if (asked) {
            response.setAcceptedSubProtocol(OnvifMethod.SUB_PROTOCOL);
        }
        response.setExtensions(List.of()); // compression would cost each connection some 300 kB
        var place = answer.place().get();
        return new WebSocketLink(loop, socket -> new SocketLink(house, socket, place, credentials));
    }

    /** A line that is not read holds this much in the system's memory, and no more; a megabyte and more without it. */
    private static void bound(HttpServletRequest request) throws IOException {
        var connection = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection();
        if (connection.getEndPoint().getTransport() instanceof SocketChannel channel) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
        }
    }
}
