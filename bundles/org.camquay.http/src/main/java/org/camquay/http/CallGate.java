// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Locale;
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
 * Who may call commands. With an {@link Authorizer}, whoever shows the right token. Without one, programs on this
 * network, but no web page of others that a browser here happens to show: neither directly (its origin tells) nor by a
 * name of its own that it points at our address (the host name tells). Thread: any.
 */
@Component(service = CallGate.class)
@Designate(ocd = CallGate.Config.class)
public final class CallGate {
    private static final Logger LOG = LoggerFactory.getLogger(CallGate.class);

    /** What names we are called by. */
    @ObjectClassDefinition(name = "HTTP commands: callers")
    public @interface Config {
        /** Host names, besides localhost and addresses, under which commands may be called without a token. */
        String[] allowedHosts() default {};
    }

    private static final String BEARER = "Bearer ";

    private final List<String> allowedHosts;
    private final AtomicReference<Authorizer> authorizer = new AtomicReference<>();

    @Activate
    public CallGate(Config config) {
        this(Names.of(config.allowedHosts()));
    }

    CallGate(List<String> allowedHosts) {
        this.allowedHosts = allowedHosts;
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

    /** Lets a call of a command pass or says why not. */
    void check(HttpServletRequest request, String command) throws RefusedException {
        var decider = authorizer.get();
        if (decider == null) {
            checkHost(String.valueOf(request.getHeader("Host")), request.getHeader("Origin"));
            return;
        }
        var asked = new AccessRequest(
                token(request),
                AccessRequest.Scope.CONTROL,
                AccessRequest.Kind.COMMAND,
                command,
                request.getRemoteAddr());
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

    private void checkHost(String host, String origin) throws RefusedException {
        if (origin != null && !sameSite(origin, host)) {
            throw new RefusedException(
                    HttpServletResponse.SC_FORBIDDEN,
                    "a web page of another site may not call commands; call them from this server's own pages, or"
                            + " from a program");
        }
        String name = name(host);
        if (!isAddress(name)
                && !name.equals("localhost")
                && allowedHosts.stream().noneMatch(name::equalsIgnoreCase)) {
            throw new RefusedException(
                    HttpServletResponse.SC_FORBIDDEN,
                    "this server is not known by the host name it was called by; use its address, or add the name to"
                            + " allowedHosts of " + CallGate.class.getName());
        }
    }

    /** Whether a page of {@code origin} was loaded from {@code host}. */
    private static boolean sameSite(String origin, String host) {
        try {
            var uri = URI.create(origin);
            int defaultPort = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
            int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
            String written = host.matches(".*:\\d+") ? host : host + ":" + defaultPort;
            return written.equalsIgnoreCase(uri.getHost() + ":" + port);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String name(String host) {
        return host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isAddress(String name) {
        return name.matches("\\d{1,3}(\\.\\d{1,3}){3}") || name.matches("\\[[0-9a-f:.%]+]");
    }
}
