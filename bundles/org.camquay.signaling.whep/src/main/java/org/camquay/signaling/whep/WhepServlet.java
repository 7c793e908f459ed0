// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(WhepServlet.class);
    private static final int UNPROCESSABLE = 422;
    private static final int PRECONDITION_REQUIRED = 428;
    private static final int MAX_OFFER = 256 * 1024;
    private static final int MOST_DRAINED = 4 * 1024 * 1024;
    private static final int MAX_FRAGMENT = 64 * 1024;
    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    /** What comes before is ignored by whoever reads it. */
    private static final Pattern START = Pattern.compile("\\A\ufeff?\\s*v=0");

    private static final Pattern UFRAG = Pattern.compile("(?m)^a=ice-ufrag:([!-~&&[^\"]]+)");

    private final transient Peers peers;
    private final transient Openers openers;

    @Activate
    public WhepServlet(@Reference(name = "peers") Peers peers) {
        this.peers = peers;
        this.openers = new Openers(id -> peers.answered(id).isPresent());
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
        return terms.forPages(Pages.LISTED_AND_LOCAL);
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
                viewer(request, response, new Openers.Opener(path[1], caller.get()), new PeerId(path[2]));
            }
        } catch (RefusedException e) {
            refuse(e, response);
        }
    }

    private static void refuse(RefusedException refusal, HttpServletResponse response) {
        try {
            new WhepReply(response).refuse(refusal.status(), refusal.getMessage());
        } catch (UncheckedIOException e) {
            LOG.debug("Viewer gone before its refusal: {} ({})", refusal.getMessage(), e.getMessage());
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
                String offer = body(request, SDP, MAX_OFFER);
                if (!START.matcher(offer).find()) {
                    throw new RefusedException(
                            HttpServletResponse.SC_BAD_REQUEST, "the body is not SDP: it does not begin with v=0");
                }
                boolean direct = caller.address().equals(request.getRemoteAddr());
                var origin = new PeerOrigin(
                        caller.address(), direct ? request.getRemotePort() : 0, caller.subject());
                var answered = peers.answer(stream, new SessionDescription(SdpType.OFFER, offer), origin);
                String base = request.getServletPath() + "/" + encoded(stream) + "/";
                var opener = new Openers.Opener(stream, caller);
                WhepReply.whenDone(
                        request,
                        answered,
                        (peer, reply) -> {
                            openers.add(peer.id(), opener);
                            created(base, peer, reply);
                        },
                        AnsweredPeer::close);
            }
            default -> notAllowed(response, "OPTIONS, POST");
        }
    }

    private void viewer(HttpServletRequest request, HttpServletResponse response, Openers.Opener caller, PeerId id)
            throws RefusedException {
        switch (request.getMethod()) {
            case "OPTIONS" -> {
                response.setHeader("Accept-Patch", FRAGMENT);
                options(response, "OPTIONS, PATCH, DELETE");
            }
            case "PATCH" -> patch(request, found(id, caller));
            case "DELETE" -> {
                found(id, caller).close();
                response.setStatus(HttpServletResponse.SC_OK);
            }
            default -> notAllowed(response, "OPTIONS, PATCH, DELETE");
        }
    }

    private AnsweredPeer found(PeerId id, Openers.Opener caller) throws RefusedException {
        openers.check(id, caller);
        return peers.answered(id)
                .orElseThrow(() -> new RefusedException(
                        HttpServletResponse.SC_NOT_FOUND, "there is no such viewer, or no longer"));
    }

    /** Candidates of the ICE session that {@code If-Match} names, or with {@code *} a new one (RFC 9725 §4.3). */
    private static void patch(HttpServletRequest request, AnsweredPeer peer) throws RefusedException {
        String match = request.getHeader("If-Match");
        if (match == null) {
            throw new RefusedException(
                    PRECONDITION_REQUIRED, "If-Match is missing: the ETag of the ICE session, or * for an ICE restart");
        }
        boolean any = match.equals("*");
        String current = eTag(peer);
        if (!any && !match.equals(current)) {
            throw new RefusedException(
                    HttpServletResponse.SC_PRECONDITION_FAILED, "If-Match names an ICE session that is no more");
        }
        var fragment = SdpFragment.parse(body(request, FRAGMENT, MAX_FRAGMENT))
                .orElseThrow(() -> new RefusedException(
                        HttpServletResponse.SC_BAD_REQUEST, "the body is not a trickle ICE fragment (RFC 8840)"));
        if (any && fragment.parameters().isEmpty()) {
            throw new RefusedException(UNPROCESSABLE, "an ICE restart needs a=ice-ufrag and a=ice-pwd (RFC 8839)");
        }
        var candidates = fragment.candidates();
        var taken = any
                ? peer.restartIce(fragment.parameters().orElseThrow(), candidates)
                : peer.addIceCandidates(candidates);
        WhepReply.whenDone(request, taken, (nothing, reply) -> patched(current, peer, reply), nothing -> {});
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

    private static String body(HttpServletRequest request, String type, int limit) throws RefusedException {
        String given = String.valueOf(request.getContentType());
        if (!given.split(";")[0].trim().equalsIgnoreCase(type)) {
            throw new RefusedException(
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "the body's Content-Type must be " + type);
        }
        byte[] body = request.getContentLengthLong() > limit ? new byte[limit + 1] : read(request, limit + 1);
        if (body.length > limit) {
            drain(request);
            throw new RefusedException(
                    HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "the body is longer than " + limit + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static byte[] read(HttpServletRequest request, int limit) throws RefusedException {
        try {
            return request.getInputStream().readNBytes(limit);
        } catch (IOException e) {
            LOG.debug("Body of a request broken off: {} ({})", request.getRequestURI(), e.getMessage());
            throw new RefusedException(HttpServletResponse.SC_BAD_REQUEST, "the body breaks off");
        }
    }

    /** Reads on for a while: a client that still writes when its connection is closed loses the answer. */
    private static void drain(HttpServletRequest request) {
        try {
            var in = request.getInputStream();
            byte[] scratch = new byte[16 * 1024];
            int rest = MOST_DRAINED;
            for (int count = in.read(scratch); count > 0 && rest > 0; count = in.read(scratch)) {
                rest -= count;
            }
        } catch (IOException e) {
            // The client has gone.
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
