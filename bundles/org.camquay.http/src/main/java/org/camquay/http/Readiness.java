// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.camquay.api.health.Drainable;
import org.camquay.api.peer.PeerConnectionFactory;
import org.camquay.api.peer.Peers;
import org.camquay.api.signaling.Registration;
import org.camquay.api.signaling.SignalingGateway;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.StreamState;
import org.camquay.api.stream.Streams;
import org.camquay.gate.Gate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Whether everything serves: the expected commands and services are there; once after the start every room was
 * registered and every stream live, or {@link #PATIENCE_NANOS} have passed (a camera that is off must not keep the
 * rest down); and every stream that an {@link Expectation} names is live now, if it was pulled. Thread: any.
 */
@Component(service = {Readiness.class, Drainable.class})
public final class Readiness implements Drainable {
    /** How long streams and rooms may keep a start from being ready. */
    static final long PATIENCE_NANOS = 3_000_000_000L;

    private final Commands commands;
    private final Gate gate;
    private final List<Expectation> expectations = new ArrayList<>();
    private final LongSupplier nanoTime;
    private final Set<String> seen = new HashSet<>();
    private Streams streams;
    private SignalingGateway gateway;
    private Peers peers;
    private PeerConnectionFactory connections;
    private boolean draining;
    private boolean settled;
    private boolean counting;
    private long countingSince;

    @Activate
    public Readiness(@Reference(name = "commands") Commands commands, @Reference(name = "gate") Gate gate) {
        this(commands, gate, System::nanoTime);
    }

    Readiness(Commands commands, Gate gate, LongSupplier nanoTime) {
        this.commands = commands;
        this.gate = gate;
        this.nanoTime = nanoTime;
    }

    /** More is expected. */
    @Reference(
            name = "expectation",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeExpectation")
    synchronized void addExpectation(Expectation expectation) {
        expectations.add(expectation);
    }

    /** Less is expected. */
    synchronized void removeExpectation(Expectation expectation) {
        expectations.remove(expectation);
    }

    /** The streams come. */
    @Reference(
            name = "streams",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setStreams(Streams service) {
        streams = service;
    }

    /** They go. */
    synchronized void unsetStreams(Streams service) {
        streams = streams == service ? null : streams;
    }

    /** Signaling comes. */
    @Reference(
            name = "gateway",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setGateway(SignalingGateway service) {
        gateway = service;
    }

    /** It goes. */
    synchronized void unsetGateway(SignalingGateway service) {
        gateway = gateway == service ? null : gateway;
    }

    /** The peers come. */
    @Reference(
            name = "peers",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setPeers(Peers service) {
        peers = service;
    }

    /** They go. */
    synchronized void unsetPeers(Peers service) {
        peers = peers == service ? null : peers;
    }

    /** What makes connections to peers comes: at the start it waits for its sockets. */
    @Reference(
            name = "connections",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setConnections(PeerConnectionFactory service) {
        connections = service;
    }

    /** It goes. */
    synchronized void unsetConnections(PeerConnectionFactory service) {
        connections = connections == service ? null : connections;
    }

    @Override
    public synchronized void drain(Duration within) {
        draining = true;
    }

    @Override
    public int left() {
        return 0;
    }

    /** How it is now. */
    synchronized Health check() {
        if (draining) {
            return new Health(List.of("the next start: this process is about to stop"));
        }
        var missing = missing();
        if (missing.isEmpty() && !settled) {
            var slow = slow();
            if (!counting) {
                counting = true;
                countingSince = nanoTime.getAsLong();
            }
            settled = slow.isEmpty() || nanoTime.getAsLong() - countingSince >= PATIENCE_NANOS;
            if (!settled) {
                return new Health(slow);
            }
        }
        missing.addAll(down());
        return new Health(missing);
    }

    /** Streams that are expected by name, were pulled, and deliver nothing. */
    private List<String> down() {
        var expected = expected(Expectation::streams);
        return (streams == null ? List.<Stream>of() : streams.list())
                .stream()
                        .filter(stream -> expected.contains(stream.name()) && !isUp(stream.state()))
                        .map(stream -> "stream " + stream.name())
                        .sorted()
                        .toList();
    }

    private List<String> expected(Function<Expectation, List<String>> part) {
        return expectations.stream()
                .flatMap(expectation -> part.apply(expectation).stream())
                .distinct()
                .toList();
    }

    private List<String> missing() {
        var missing = new ArrayList<String>();
        if (expectations.isEmpty()) {
            missing.add("a configuration of " + Expectation.class.getName());
        }
        if (!gate.canDecide()) {
            missing.add("service authorizer");
        }
        for (String name : expected(Expectation::commands)) {
            if (commands.find(name).isEmpty()) {
                missing.add("command " + name);
            }
        }
        for (String name : expected(Expectation::services)) {
            boolean present = switch (name) {
                case "streams" -> streams != null;
                case "signaling" -> gateway != null;
                case "peers" -> peers != null && connections != null;
                default -> false;
            };
            if (!present) {
                missing.add("service " + name);
            }
        }
        return missing;
    }

    private List<String> slow() {
        Set<String> expected = new HashSet<>();
        expected(Expectation::streams).forEach(name -> expected.add("stream " + name));
        expected(Expectation::rooms).forEach(name -> expected.add("room " + name));
        for (Stream stream : streams == null ? List.<Stream>of() : streams.list()) {
            note("stream " + stream.name(), isUp(stream.state()), expected);
        }
        for (Registration room : gateway == null ? List.<Registration>of() : gateway.list()) {
            note("room " + room.target().name(), room.state() == Registration.State.REGISTERED, expected);
        }
        expected.removeAll(seen);
        return expected.stream().sorted().toList();
    }

    private void note(String what, boolean up, Set<String> expected) {
        expected.add(what);
        if (up) {
            seen.add(what);
        }
    }

    /** A lazy stream that nobody watches is as it should be. */
    private static boolean isUp(StreamState state) {
        return state == StreamState.LIVE || state == StreamState.IDLE;
    }
}
