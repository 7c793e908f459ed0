// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessDecision.Denied;
import org.camquay.api.access.AccessDecision.Granted;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.AccessRequest.Kind;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every servlet of the HTTP whiteboard, whoever registers it and in whatever context (OSGi Compendium 8.1,
 * chapter 140): host, path, origin, token and quota are checked in this order before anything reads a body.
 * A path that no {@link Face} speaks for is served to nobody. Thread: any.
 */
@Component(service = Preprocessor.class)
public final class Doorkeeper implements Preprocessor {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

    private final Gate gate;
    private final Faces faces = new Faces();

    @Activate
    public Doorkeeper(@Reference(name = "gate") Gate gate) {
        this.gate = gate;
    }

    /** A servlet says what it asks. */
    @Reference(
            name = "face",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeFace")
    public void addFace(Face face) {
        faces.add(face);
    }

    /** It goes. */
    public void removeFace(Face face) {
        faces.remove(face);
    }

    /** A request that is not let through, and how its face says so. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Check check;
        private final transient Refusal refusal;
        private final Form form;

        RefusedException(Check check, Refusal refusal, Form form) {
            super(refusal.sentence());
            this.check = check;
            this.refusal = refusal;
            this.form = form;
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // A request that is dispatched once more was let in the first time.
        if (Admission.of(request).isEmpty()) {
            try {
                admit((HttpServletRequest) request, (HttpServletResponse) response)
                        .attachTo(request);
                gate.counters().admitted();
            } catch (RefusedException e) {
                gate.counters().refused(e.check);
                e.refusal.write((HttpServletResponse) response, e.form);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private Admission admit(HttpServletRequest request, HttpServletResponse response) throws RefusedException {
        var settings = gate.settings();
        var caller = caller(request, settings);
        checkHost(request, caller, settings);
        var terms = terms(request);
        checkPage(request, response, terms, caller);
        var granted = token(request, terms, caller);
        int seconds = gate.requests().take(caller.address(), 1);
        if (seconds > 0) {
            throw refused(
                    Check.QUOTA,
                    Refusal.tooMany(
                            "more than " + settings.requestsPerSecond()
                                    + " requests a second come from this address: come again in " + seconds + " s",
                            seconds),
                    terms);
        }
        boolean asked = !terms.isOpen() && settings.askTokens();
        return new Admission(
                granted.subject(),
                granted.room(),
                granted.streams(),
                asked,
                caller.address(),
                caller.scheme(),
                caller.host());
    }

    private static Caller caller(HttpServletRequest request, GateSettings settings) throws RefusedException {
        var hosts = values(request, "Host");
        var direct = new Caller(
                String.valueOf(request.getRemoteAddr()),
                request.isSecure() ? "https" : "http",
                hosts.size() == 1 ? hosts.get(0).strip() : "");
        return new Forwarding(settings.proxies())
                .client(direct, name -> values(request, name))
                .orElseThrow(() -> refused(
                        Check.PROXY,
                        400,
                        "what the proxy passes on about the client contradicts itself; let it write Forwarded or"
                                + " X-Forwarded-…, and remove what the client wrote"));
    }

    private static void checkHost(HttpServletRequest request, Caller caller, GateSettings settings)
            throws RefusedException {
        if (values(request, "Host").size() != 1) {
            throw refused(Check.HOST, 400, "write Host, and once (RFC 9112, section 3.2)");
        }
        var host = Authority.parse(caller.host());
        if (host.filter(authority -> authority.isOurs(settings.allowedHosts())).isEmpty()) {
            throw refused(
                    Check.HOST,
                    421,
                    "this server is not known by the host name it was called by; use its address, or add the name to"
                            + " allowedHosts of " + Gate.class.getName());
        }
    }

    private Terms terms(HttpServletRequest request) throws RefusedException {
        if (request.getMethod().equals("TRACE")) { // servlets answer it by themselves, with the client's token in it
            throw refused(Check.METHOD, 501, "TRACE is not served");
        }
        if (!RequestPath.isPlain(String.valueOf(request.getRequestURI()))) {
            throw refused(
                    Check.PATH,
                    400,
                    "write the path without ; and \\, empty and dot segments, and encoded slashes and dots");
        }
        // The container's own reading, which is the servlet's too.
        String path = Objects.toString(request.getServletPath(), "") + Objects.toString(request.getPathInfo(), "");
        var face = faces.of(path.isEmpty() ? "/" : path)
                .orElseThrow(() -> refused(
                        Check.FACE,
                        404,
                        "nothing is served here; a servlet at this path has to register a face (" + Face.class.getName()
                                + ")"));
        try {
            return Objects.requireNonNull(face.terms(request.getMethod(), path));
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("face failed: {}", face.getClass().getName(), e);
            throw refused(
                    Check.FACE, 503, "what is asked of a request here cannot be told at the moment: try again later");
        }
    }

    private void checkPage(HttpServletRequest request, HttpServletResponse response, Terms terms, Caller caller)
            throws RefusedException {
        var rule = new PageRule(gate.settings().allowedOrigins());
        var told = new PageRule.Told(
                values(request, "Origin"),
                Objects.toString(request.getHeader("Sec-Fetch-Site"), ""),
                Objects.toString(request.getHeader("Sec-Fetch-Mode"), ""));
        boolean onLoopback = IpAddress.isLoopback(caller.address()) && IpAddress.isLoopback(request.getLocalAddr());
        var refusal = rule.refusal(terms, request.getMethod(), told, caller, onLoopback);
        if (refusal.isPresent()) {
            throw refused(Check.PAGE, refusal.get(), terms);
        }
        var shared = rule.shared(terms, told);
        if (!shared.isEmpty()) {
            response.setHeader("Access-Control-Allow-Origin", shared);
            response.addHeader("Vary", "Origin");
        }
    }

    private Granted token(HttpServletRequest request, Terms terms, Caller caller) throws RefusedException {
        if (terms.isOpen() || !gate.asksTokens()) {
            return new Granted("", "");
        }
        var token = BearerToken.of(values(request, "Authorization"))
                .orElseThrow(() -> refused(
                        Check.TOKEN,
                        new Refusal(400, "write one bearer token (RFC 6750)", "Bearer error=\"invalid_request\"", 0),
                        terms));
        var asked = new AccessRequest(
                token, terms.scope(), terms.kind(), terms.name(), caller.address(), terms.continued());
        var decision = gate.decide(asked, caller.address());
        var refusal = refusal(decision, terms, token);
        if (refusal != null) {
            gate.requests().drain(caller.address(), 1);
            throw refused(Check.TOKEN, refusal, terms);
        }
        return (Granted) decision;
    }

    private static Refusal refusal(AccessDecision decision, Terms terms, String token) {
        if (decision instanceof Denied denied) {
            return Refusal.ofToken(denied.status(), denied.reason(), !token.isEmpty());
        }
        var streams = ((Granted) decision).streams();
        boolean elsewhere = terms.kind() == Kind.STREAM && !streams.isEmpty() && !streams.contains(terms.name());
        return elsewhere ? Refusal.ofToken(403, "the token is for another stream", true) : null;
    }

    private static List<String> values(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }

    private static RefusedException refused(Check check, int status, String sentence) {
        return new RefusedException(check, new Refusal(status, sentence), Form.TEXT);
    }

    private static RefusedException refused(Check check, Refusal refusal, Terms terms) {
        return new RefusedException(check, refusal, terms.form());
    }
}
