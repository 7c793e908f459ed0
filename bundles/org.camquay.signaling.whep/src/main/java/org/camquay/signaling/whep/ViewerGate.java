// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.whep;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessDecision.Denied;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.Authorizer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may watch. With an {@link Authorizer}, whoever shows the right token, from any page. Without one, whoever reaches
 * us; but what is bound to loopback is for this machine, so there no page of another site may watch through the browser
 * of somebody who sits here. Thread: any.
 */
@Component(service = ViewerGate.class)
@Designate(ocd = ViewerGate.Config.class)
public final class ViewerGate {
    private static final Logger LOG = LoggerFactory.getLogger(ViewerGate.class);

    /** Which pages may watch. */
    @ObjectClassDefinition(name = "WHEP: pages that may watch")
    public @interface Config {
        /** Origins that may watch over loopback without a token, besides this machine's; {@code *} is any. */
        String[] allowedOrigins() default {};
    }

    private static final String BEARER = "Bearer ";

    private final List<String> allowedOrigins;
    private final AtomicReference<Authorizer> authorizer = new AtomicReference<>();

    @Activate
    public ViewerGate(Config config) {
        this(Arrays.stream(config.allowedOrigins())
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::trim)
                .toList());
    }

    ViewerGate(List<String> allowedOrigins) {
        this.allowedOrigins = allowedOrigins;
    }

    /** Tokens are asked for from now on. */
    @Reference(
            name = "authorizer",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setAuthorizer(Authorizer service) {
        authorizer.set(service);
    }

    /** It goes, unless another has taken its place. */
    void unsetAuthorizer(Authorizer service) {
        authorizer.compareAndSet(service, null);
    }

    /** Refuses requests that pages of other sites make. Preflight requests, too, come without a token. */
    void checkPage(HttpServletRequest request) throws RefusedException {
        if (authorizer.get() != null || allowedOrigins.contains("*") || !isLoopback(request.getLocalAddr())) {
            return;
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !allowedOrigins.contains(origin) && !isLocal(host(origin))) {
            throw new RefusedException(
                    HttpServletResponse.SC_FORBIDDEN, "pages of other sites may not watch over loopback");
        }
        if (!isLocal(request.getServerName())) {
            throw new RefusedException(
                    HttpServletResponse.SC_FORBIDDEN, "over loopback, use localhost or 127.0.0.1 in the URL");
        }
    }

    /** Refuses viewers without the right token. */
    void checkViewer(HttpServletRequest request, String stream) throws RefusedException {
        var decider = authorizer.get();
        if (decider == null) {
            return;
        }
        var asked = new AccessRequest(
                token(request), AccessRequest.Scope.VIEW, AccessRequest.Kind.STREAM, stream, request.getRemoteAddr());
        if (decide(decider, asked) instanceof Denied denied) {
            throw new RefusedException(denied.status(), denied.reason());
        }
    }

    /** One that fails lets nobody in. */
    private static AccessDecision decide(Authorizer decider, AccessRequest asked) {
        try {
            return Objects.requireNonNull(decider.authorize(asked));
        } catch (RuntimeException | LinkageError e) {
            LOG.error("access decision failed: {}", decider.getClass().getName(), e);
            return new Denied(503, "access cannot be checked at the moment: try again later");
        }
    }

    private static String token(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        boolean bearer = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? header.substring(BEARER.length()).trim() : "";
    }

    private static String host(String origin) {
        try {
            return String.valueOf(URI.create(origin).getHost());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean isLocal(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.matches("[0-9.]+|\\[?[0-9a-fA-F:]*:[0-9a-fA-F:]*]?") && isLoopback(host);
    }

    /** {@code address}: an IP literal, so that nothing is looked up. */
    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
