// SPDX-License-Identifier: Apache-2.0
package org.camquay.gate;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessDecision.Denied;
import org.camquay.api.access.AccessDecision.Granted;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.Authorizer;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what, for every face alike: the settings, and the one place that asks the {@link Authorizer}. Where tokens are
 * asked and there is no authorizer, or it fails, nobody is let in. Thread: any.
 */
@Component(service = Gate.class)
@Designate(ocd = Gate.Config.class)
@ProviderType
public final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final Set<Integer> STATUSES = Set.of(401, 403, 503);
    private static final int BURST_SECONDS = 4;
    private static final int LINES_AT_ONCE = 50;
    private static final int MAX_SHOWN = 64;
    private static final int MOST_ADDRESSES = 10_000;
    private static final Denied UNDECIDED = new Denied(503, "access cannot be checked at the moment: try again later");

    /** How the gate is configured. In a {@code .cfg} file, lists are separated by commas. */
    @ObjectClassDefinition(name = "Gate: who may use the HTTP port")
    public @interface Config {
        /** Host names, besides localhost and addresses, under which we are called. */
        @AttributeDefinition(description = "Host names, besides localhost and addresses, under which we are called")
        String[] allowedHosts() default {};

        /** Web sites whose pages may use us, as {@code https://example.org}; {@code *} for any. */
        @AttributeDefinition(description = "Web sites whose pages may use us; * for any")
        String[] allowedOrigins() default {};

        /** Addresses or ranges of proxies, whose {@code Forwarded} and {@code X-Forwarded-…} count. */
        @AttributeDefinition(description = "Addresses or ranges of proxies whose words about the client count")
        String[] trustedProxies() default {};

        /** {@code false}: nobody is asked for a token. Any other text counts as {@code true}. */
        @AttributeDefinition(description = "false: nobody is asked for a token")
        String askTokens() default "true";

        /** Sustained, of one address; four times as many at once. */
        int requestsPerSecond() default 100;
    }

    private final AtomicReference<Authorizer> authorizer = new AtomicReference<>();
    private final AtomicReference<Authorizer> blamed = new AtomicReference<>();
    private final GateCounters counters = new GateCounters();
    private final LongSupplier nanoTime;
    private final TokenBucket lines;
    private volatile GateSettings settings;
    private volatile RateLimit requests;

    @Activate
    public Gate(Config config) {
        this(GateSettings.of(config));
    }

    /** With the time of this machine. */
    public Gate(GateSettings settings) {
        this(settings, System::nanoTime);
    }

    Gate(GateSettings settings, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lines = new TokenBucket(1, LINES_AT_ONCE, nanoTime.getAsLong());
        set(settings);
    }

    /** Takes a new configuration up; whoever is in stays in. */
    @Modified
    void modified(Config config) {
        set(GateSettings.of(config));
    }

    private synchronized void set(GateSettings changed) {
        var before = settings;
        settings = changed;
        if (before == null || before.requestsPerSecond() != changed.requestsPerSecond()) {
            double rate = changed.requestsPerSecond();
            requests = new RateLimit(rate, rate * BURST_SECONDS, MOST_ADDRESSES, nanoTime);
        }
    }

    /** Decides from now on. */
    @Reference(
            name = "authorizer",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setAuthorizer(Authorizer service) {
        authorizer.set(service);
    }

    /** It goes, unless another has taken its place. */
    public void unsetAuthorizer(Authorizer service) {
        authorizer.compareAndSet(service, null);
    }

    /** Whether the configuration says that nobody gets in without a token. */
    public boolean asksTokens() {
        return settings.askTokens();
    }

    /** The web sites whose pages may use us, and show ours within them; {@code *} for any. */
    public List<String> allowedOrigins() {
        return settings.allowedOrigins();
    }

    /** Whether tokens can be checked, or none is asked: otherwise nobody is let in, and the server is not ready. */
    public boolean canDecide() {
        return !settings.askTokens() || authorizer.get() != null;
    }

    /**
     * Decides. Where tokens are not asked, whatever is asked for is granted to nobody in particular. Never throws: an
     * authorizer that fails, or says nothing, lets nobody in; a refusal always has one of the statuses that the contract
     * names.
     */
    public AccessDecision decide(AccessRequest request) {
        if (!settings.askTokens()) {
            return new Granted("", "");
        }
        var judge = authorizer.get();
        if (judge == null) {
            return UNDECIDED;
        }
        try {
            return proper(Objects.requireNonNull(judge.authorize(request)));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            if (blamed.getAndSet(judge) != judge) { // once: strangers decide how often it is asked
                LOG.error("access decision failed: {}", judge.getClass().getName(), e);
            }
            return UNDECIDED;
        }
    }

    /**
     * The same, and a refusal is a line in the log, unless there are very many.
     *
     * @param address of the client, for the log
     */
    public AccessDecision decide(AccessRequest request, String address) {
        var decision = decide(request);
        if (decision instanceof Denied denied && isWorthALine()) {
            LOG.info(
                    "access refused: {} {} {} (from {}: {})",
                    request.scope().name().toLowerCase(Locale.ROOT),
                    request.kind().name().toLowerCase(Locale.ROOT),
                    shown(request.name()),
                    address,
                    denied.reason());
        }
        return decision;
    }

    private boolean isWorthALine() {
        synchronized (lines) {
            return lines.take(1, nanoTime.getAsLong());
        }
    }

    /** Strangers write it. */
    private static String shown(String name) {
        return name.substring(0, Math.min(name.length(), MAX_SHOWN)).replaceAll("[^\\x21-\\x7e]", "?");
    }

    /** Others' records may hold what the contract does not know. */
    private static AccessDecision proper(AccessDecision decision) {
        if (decision instanceof Denied denied) {
            int status = STATUSES.contains(denied.status()) ? denied.status() : 403;
            return new Denied(status, Objects.requireNonNullElse(denied.reason(), "this is not allowed"));
        }
        var granted = (Granted) decision;
        return new Granted(
                Objects.requireNonNullElse(granted.subject(), ""),
                Objects.requireNonNullElse(granted.room(), ""),
                granted.streams());
    }

    /** As configured now. */
    public GateSettings settings() {
        return settings;
    }

    GateCounters counters() {
        return counters;
    }

    RateLimit requests() {
        return requests;
    }
}
