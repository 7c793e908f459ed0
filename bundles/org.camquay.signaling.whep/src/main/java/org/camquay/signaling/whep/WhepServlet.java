// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.peer.AnsweredPeer;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.Peers;
import org.camquay.api.peer.SdpType;
import org.camquay.api.peer.SessionDescription;
import org.camquay.gate.Admission;
import org.camquay.gate.Face;
import org.camquay.gate.Pages;
import org.camquay.gate.Refusal;
import org.camquay.gate.Terms;
import org.camquay.gate.body.Bodies;
import org.camquay.gate.body.Turns;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * WHEP (draft-ietf-wish-whep): {@code POST /whep/{stream}} with an offer makes a viewer, whose resource then takes
 * {@code PATCH} with candidates and {@code DELETE}. Thread: any.
 */
@Component(service = {Servlet.class, Face.class})
@HttpWhiteboardServletPattern(WhepServlet.PATTERN)
@HttpWhiteboardServletAsyncSupported
public final class WhepServlet extends HttpServlet implements Face {
    static final String PATTERN = "/whep/*";

    private static final long serialVersionUID = 1L;
    /** Segments of a stream's path; that of a viewer has one more. */
    private static final int OF_STREAM = 3;

    private static final int UNPROCESSABLE = 422;
    private static final int PRECONDITION_REQUIRED = 428;
    private static final int MAX_OFFER = 64 * 1024;
    private static final int OFFERS_OF_ONE_ADDRESS = 16;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MAX_FRAGMENT = 64 * 1024;
    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    /** What comes before is ignored by whoever reads it. */
    private static final Pattern START = Pattern.compile("\\A\ufeff?\\s*v=0");

    private static final Pattern UFRAG = Pattern.compile("(?m)^a=ice-ufrag:([!-~&&[^\"]]+)");

    private final transient Peers peers;
    private final transient Bodies bodies;
    private final transient Turns turns = new Turns(OFFERS_OF_ONE_ADDRESS);

    @Activate
    public WhepServlet(@Reference(name = "peers") Peers peers, @Reference(name = "bodies") Bodies bodies) {
        this.peers = peers;
        this.bodies = bodies;
    }

    @Override
    public List<String> paths() {
        return List.of(PATTERN);
    }

    /** A browser's preflight comes without a token (Fetch §4.8). */
    @Override
    public Terms terms(String method, String path) {
        String[] part = path.split("/", -1);
        var terms = method.equals("OPTIONS")
                ? Terms.open()
                : Terms.needs(Scope.VIEW, Kind.STREAM, part.length > 2 ? part[2] : "");
        boolean ofSession = part.length > OF_STREAM && !method.equals("OPTIONS");
        return (ofSession ? terms.forSession() : terms).forPages(Pages.LISTED_AND_LOCAL);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        try {
            var caller = Admission.of(request);
            if (caller.isEmpty()) {
                throw new RefusedException(Refusal.NOBODY_AT_THE_GATE.status(), Refusal.NOBODY_AT_THE_GATE.sentence());
            }
            response.setHeader("Access-Control-Expose-Headers", "Location, Link, ETag");
            response.setHeader("Cache-Control", "no-store");
            String[] path = String.valueOf(request.getPathInfo()).split("/", -1);
            if (path.length < 2 || path.length > 3 || path[1].isEmpty()) {
                throw new RefusedException(HttpServletResponse.SC_NOT_FOUND, "name a stream: /whep/{stream}");
            }
            if (path.length == 2) {
                endpoint(request, response, path[1], caller.get());
            } else {
                viewer(request, response, path[1], caller.get(), new PeerId(path[2]));
            }
        } catch (RefusedException e) {
            WhepReply.refuse(e.status(), e.getMessage(), response);
        }
    }

    private void endpoint(HttpServletRequest request, HttpServletResponse response, String stream, Admission caller)
            throws RefusedException {
        switch (request.getMethod()) {
            case "OPTIONS" -> {
                response.setHeader("Accept-Post", SDP);
                options(response, "OPTIONS, POST");
            }
            case "POST" -> {
                checkType(request, SDP);
                WhepReply.read(request, bodies, MAX_OFFER, (offer, exchange) -> offer(exchange, stream, offer, caller));
            }
            default -> notAllowed(response, "OPTIONS, POST");
        }
    }

    private void offer(AsyncContext exchange, String stream, String offer, Admission caller) throws RefusedException {
        if (!START.matcher(offer).find()) {
            throw new RefusedException(
                    HttpServletResponse.SC_BAD_REQUEST, "the body is not SDP: it does not begin with v=0");
        }
        if (!turns.enter(caller.address())) {
            throw new RefusedException(
                    TOO_MANY_REQUESTS, "this address has too many offers under way: wait until one is answered");
        }
        CompletionStage<AnsweredPeer> answered;
        var request = (HttpServletRequest) exchange.getRequest();
        try {
            boolean direct = caller.address().equals(request.getRemoteAddr());
            var origin = new PeerOrigin(caller.address(), direct ? request.getRemotePort() : 0, caller.subject());
            answered = peers.answer(stream, new SessionDescription(SdpType.OFFER, offer), origin);
        } catch (RuntimeException | LinkageError e) {
            answered = CompletableFuture.failedFuture(e);
        }
        answered.whenComplete((peer, failure) -> turns.leave(caller.address()));
        // The container's wrapper has forgotten the servlet's path by now: the body came later than the request.
        String base = PATTERN.replace("*", encoded(stream) + "/");
        WhepReply.whenDone(exchange, answered, (peer, reply) -> created(base, peer, reply), AnsweredPeer::close);
    }

    private void viewer(
            HttpServletRequest request, HttpServletResponse response, String stream, Admission caller, PeerId id)
            throws RefusedException {
        switch (request.getMethod()) {
            case "OPTIONS" -> {
                response.setHeader("Accept-Patch", FRAGMENT);
                options(response, "OPTIONS, PATCH, DELETE");
            }
            case "PATCH" -> {
                var peer = found(id, stream, caller);
                checkMatch(request, peer);
                checkType(request, FRAGMENT);
                WhepReply.read(request, bodies, MAX_FRAGMENT, (fragment, exchange) -> patch(exchange, peer, fragment));
            }
            case "DELETE" -> {
                found(id, stream, caller).close();
                response.setStatus(HttpServletResponse.SC_OK);
            }
            default -> notAllowed(response, "OPTIONS, PATCH, DELETE");
        }
    }

    /** The viewer itself says whose it is, so that this outlives a restart of this bundle. */
    private AnsweredPeer found(PeerId id, String stream, Admission caller) throws RefusedException {
        var peer = peers.answered(id)
                .filter(viewer -> viewer.streamName().equals(stream))
                .orElseThrow(() -> new RefusedException(
                        HttpServletResponse.SC_NOT_FOUND, "there is no such viewer, or no longer"));
        if (caller.asked() && !peer.origin().subject().equals(caller.subject())) {
            throw new RefusedException(HttpServletResponse.SC_FORBIDDEN, "somebody else opened this viewer's session");
        }
        return peer;
    }

    /** Candidates of the ICE session that {@code If-Match} names, or with {@code *} a new one (RFC 9725 §4.3). */
    private static void checkMatch(HttpServletRequest request, AnsweredPeer peer) throws RefusedException {
        String match = request.getHeader("If-Match");
        if (match == null) {
            throw new RefusedException(
                    PRECONDITION_REQUIRED, "If-Match is missing: the ETag of the ICE session, or * for an ICE restart");
        }
        if (!match.equals("*") && !match.equals(eTag(peer))) {
            throw new RefusedException(
                    HttpServletResponse.SC_PRECONDITION_FAILED, "If-Match names an ICE session that is no more");
        }
    }

    private static void patch(AsyncContext exchange, AnsweredPeer peer, String body) throws RefusedException {
        var request = (HttpServletRequest) exchange.getRequest();
        checkMatch(request, peer); // another request may have come while the body did
        boolean any = request.getHeader("If-Match").equals("*");
        String current = eTag(peer);
        var fragment = SdpFragment.parse(body)
                .orElseThrow(() -> new RefusedException(
                        HttpServletResponse.SC_BAD_REQUEST, "the body is not a trickle ICE fragment (RFC 8840)"));
        if (any && fragment.parameters().isEmpty()) {
            throw new RefusedException(UNPROCESSABLE, "an ICE restart needs a=ice-ufrag and a=ice-pwd (RFC 8839)");
        }
        var candidates = fragment.candidates();
        var taken = any
                ? peer.restartIce(fragment.parameters().orElseThrow(), candidates)
                : peer.addIceCandidates(candidates);
        WhepReply.whenDone(exchange, taken, (nothing, reply) -> patched(current, peer, reply), nothing -> {});
    }

    private static void patched(String before, AnsweredPeer peer, WhepReply reply) {
        String now = eTag(peer);
        if (now.equals(before)) {
            reply.send(HttpServletResponse.SC_NO_CONTENT, Map.of(), "");
        } else {
            ServerLinks.of(peer.iceServers()).forEach(link -> reply.addHeader("Link", link));
            reply.send(
                    HttpServletResponse.SC_OK,
                    Map.of("ETag", now, "Content-Type", FRAGMENT),
                    SdpFragment.of(peer.answer().sdp()));
        }
    }

    private static void created(String base, AnsweredPeer peer, WhepReply reply) {
        var headers = Map.of(
                "Location",
                base + encoded(peer.id().value()),
                "ETag",
                eTag(peer),
                "Accept-Patch",
                FRAGMENT,
                "Content-Type",
                SDP);
        ServerLinks.of(peer.iceServers()).forEach(link -> reply.addHeader("Link", link));
        reply.send(HttpServletResponse.SC_CREATED, headers, peer.answer().sdp());
    }

    /** Names the ICE session; another user fragment is another session. */
    private static String eTag(AnsweredPeer peer) {
        var ufrag = UFRAG.matcher(peer.answer().sdp());
        return "\"" + (ufrag.find() ? ufrag.group(1) : "1") + "\"";
    }

    private static void checkType(HttpServletRequest request, String type) throws RefusedException {
        String given = String.valueOf(request.getContentType());
        if (!given.split(";")[0].trim().equalsIgnoreCase(type)) {
            throw new RefusedException(
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "the body's Content-Type must be " + type);
        }
    }

    private static void options(HttpServletResponse response, String methods) {
        response.setHeader("Allow", methods);
        response.setHeader("Access-Control-Allow-Methods", methods);
        response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match");
        response.setHeader("Access-Control-Max-Age", "600");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private static void notAllowed(HttpServletResponse response, String methods) throws RefusedException {
        response.setHeader("Allow", methods);
        throw new RefusedException(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "allowed here: " + methods);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
