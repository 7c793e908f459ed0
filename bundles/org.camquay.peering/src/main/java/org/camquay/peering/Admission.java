// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.camquay.api.health.Drainable;
import org.camquay.api.ice.IceReport;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerProvider;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.net.EventLoops;
import org.camquay.api.peer.AnsweredPeer;
import org.camquay.api.peer.NoSuchStreamException;
import org.camquay.api.peer.PeerConnectionConfig;
import org.camquay.api.peer.PeerConnectionFactory;
import org.camquay.api.peer.PeerEntry;
import org.camquay.api.peer.PeerException;
import org.camquay.api.peer.PeerId;
import org.camquay.api.peer.PeerOrigin;
import org.camquay.api.peer.Peers;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.peer.TooOftenException;
import org.camquay.api.peer.TryLaterException;
import org.camquay.api.signaling.PeerArrival;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.api.stream.Stream;
import org.camquay.api.stream.Streams;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets peers in, and knows those that are there. Thread: any. */
@Component(service = {Peers.class, Admission.class, Drainable.class})
@Designate(ocd = Admission.Config.class)
public final class Admission implements Peers, Drainable {
    /** Settings. */
    @ObjectClassDefinition(name = "Admission of peers")
    public @interface Config {
        /** Peers served at the same time; the next one is refused with a sentence. */
        int maxPeers() default 500;

        /** Peers of one address (IPv6: of one /64) that are not connected yet; the oldest makes room for the next. */
        int maxUnconnectedPerAddress() default 10;

        /** The same for the peers that come through one room, whose addresses are not known yet. */
        int maxUnconnectedPerRoom() default 300;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private static final int RETRY_SECONDS = 5;

    private final EventLoops loops;
    private final Streams streams;
    private final Map<PeerId, PeerSession> sessions = new ConcurrentHashMap<>();
    private final Set<Outlet> outlets = ConcurrentHashMap.newKeySet();
    private final EndedReports ended = new EndedReports();
    private final Guard providerGuard = new Guard("ICE server provider");
    private final SecureRandom random = new SecureRandom();
    private final TurnedAway turnedAway = new TurnedAway(System::nanoTime);
    private final Places places;
    private volatile Config config;
    private volatile boolean draining;

    private final Host host = new Host() {
        @Override
        public void onConnected(PeerSession session) {
            places.connected(session.id());
        }

        @Override
        public void onTurnedAway(PeerSession session, TurnedAway.Limit limit) {
            turnedAway.count(limit, session.negotiator().remote());
        }

        @Override
        public void onEnded(PeerSession session) {
            forget(session);
        }
    };

    @Reference(
            name = "connections",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile PeerConnectionFactory connections;

    @Reference(
            name = "iceServers",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<IceServerProvider> providers = List.of();

    /** Made by the framework. */
    @Activate
    public Admission(
            @Reference(name = "loops") EventLoops loops, @Reference(name = "streams") Streams streams, Config config) {
        this.loops = loops;
        this.streams = streams;
        this.config = config;
        this.places = new Places(config.maxPeers());
    }

    @Modified
    void modified(Config newConfig) {
        config = newConfig;
        places.most(newConfig.maxPeers());
    }

    @Deactivate
    void deactivate() {
        var stops = Ending.untold("the device stops");
        sessions.values().forEach(session -> session.loop().execute(() -> session.end(stops)));
    }

    /**
     * Admits a peer that a backend announced.
     *
     * @param outlet where it came, whose target says what is shown there
     * @return empty, or why it is not served; never throws, since backends may not be prepared for that
     */
    Optional<String> announce(PeerArrival arrival, Outlet outlet) {
        try {
            var stream = ShownStreams.choose(streams, arrival.streamName(), outlet.target(), rooms());
            var crowd = Crowd.ofRoom(outlet.signaling(), config.maxUnconnectedPerRoom());
            var session = admit(
                    arrival.id(),
                    crowd,
                    user(""),
                    stream,
                    arrival.iceServers(),
                    peer -> new OfferingNegotiator(peer, outlet));
            session.loop().execute(() -> session.expireAt(arrival.expiry()));
            return Optional.empty();
        } catch (PeerException e) {
            return Optional.of(e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("admitting a peer failed: {}", arrival.id(), e);
            return Optional.of("this device failed to admit it: try again later");
        }
    }

    /** Whether peers in that room may ask for that stream. */
    boolean shows(String streamName, SignalingTarget room) {
        return streamName.isEmpty() || ShownStreams.isShown(streams, streamName, room, rooms());
    }

    private List<SignalingTarget> rooms() {
        return outlets.stream().map(Outlet::target).toList();
    }

    /** All rooms that this device is in, or wants to be in; registrations add and remove themselves. */
    Set<Outlet> outlets() {
        return outlets;
    }

    @Override
    public CompletionStage<AnsweredPeer> answer(String streamName, SessionDescription offer, PeerOrigin origin) {
        try {
            var id = new PeerId(randomName());
            var session = admit(
                    id,
                    Crowd.of(origin, config.maxUnconnectedPerAddress()),
                    user(origin.subject()),
                    find(streamName),
                    List.of(),
                    peer -> new AnsweringNegotiator(peer, streamName, offer, origin));
            return ((AnsweringNegotiator) session.negotiator()).answered();
        } catch (PeerException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private String randomName() {
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** Named in a peer's TURN credentials, which others see: never its id, which is a secret. */
    private String user(String subject) {
        return subject.isEmpty() ? randomName() : subject;
    }

    @Override
    public void drain(Duration within) {
        draining = true;
    }

    @Override
    public int left() {
        return sessions.size();
    }

    private Stream find(String name) throws NoSuchStreamException {
        return streams.find(name).orElseThrow(() -> new NoSuchStreamException("no stream is named " + name));
    }

    private PeerSession admit(
            PeerId id,
            Crowd crowd,
            String user,
            Stream stream,
            List<IceServer> brought,
            Function<PeerSession, Negotiator> strategy)
            throws PeerException {
        var factory = connections;
        if (factory == null) {
            throw new TryLaterException("no peer connections for now: the bundle that makes them is not running");
        }
        if (draining) {
            throw new TryLaterException("this device is about to stop: try again later");
        }
        var servers = new PeerServers(user, brought, providerGuard, () -> providers);
        Function<PeerSession, SessionPart> part = peer -> new Watching(stream, peer.loop(), peer.guard());
        var loop = loops.next();
        PeerSession session;
        try {
            session = new PeerSession(id, loop, servers, part, strategy, host);
            if (sessions.putIfAbsent(id, session) != null) {
                throw new PeerException("peer " + id + " is here already");
            }
        } catch (PeerException | RuntimeException | LinkageError e) {
            loops.release(loop);
            throw e;
        }
        makeRoom(session, crowd);
        begin(session, factory);
        return session;
    }

    private void makeRoom(PeerSession session, Crowd crowd) throws TryLaterException {
        var arrival = places.arrive(session.id(), crowd);
        for (var id : arrival.leaving()) {
            var other = sessions.get(id);
            if (other != null) {
                turnedAway.count(TurnedAway.Limit.NOT_CONNECTED, crowd.name());
                other.loop()
                        .execute(() -> other.end(Ending.of(new TooOftenException(
                                "it was not connected yet, and made room for one that came later: try again",
                                RETRY_SECONDS))));
            }
        }
        if (!arrival.admitted()) {
            forget(session);
            turnedAway.count(TurnedAway.Limit.FULL, crowd.name());
            throw new TryLaterException(
                    "this device serves " + config.maxPeers() + " peers already, which is its limit: try again later");
        }
    }

    private void begin(PeerSession session, PeerConnectionFactory factory) throws TryLaterException {
        var loop = session.loop().unguarded();
        var config =
                new PeerConnectionConfig(session.id().value(), session.servers().current(), IceTransportPolicy.ALL);
        try {
            session.loop().execute(() -> session.begin(listener -> factory.create(loop, config, listener)));
        } catch (RejectedExecutionException e) {
            forget(session);
            throw new TryLaterException("this device is overloaded: " + e.getMessage());
        }
    }

    private void forget(PeerSession session) {
        places.gone(session.id());
        if (sessions.remove(session.id(), session)) {
            loops.release(session.loop().unguarded());
            if (session.lastReport() != null) {
                ended.add(session.id(), session.lastReport());
            }
        }
    }

    /** The negotiator of a peer that came through an outlet. */
    Optional<OfferingNegotiator> invited(PeerId id, Outlet outlet) {
        return offering(sessions.get(id)).filter(negotiator -> negotiator.outlet() == outlet);
    }

    private static Optional<OfferingNegotiator> offering(PeerSession session) {
        return session != null && session.negotiator() instanceof OfferingNegotiator offering
                ? Optional.of(offering)
                : Optional.empty();
    }

    /** Ends all that came through an outlet. */
    void dismissAll(Outlet outlet, String reason) {
        invited(outlet, negotiator -> negotiator.session().end(Ending.because(reason)));
    }

    /** An outlet has a channel again: those whose path was lost meanwhile can be told of another. */
    void onReachable(Outlet outlet) {
        invited(outlet, OfferingNegotiator::onReachable);
    }

    private void invited(Outlet outlet, Consumer<OfferingNegotiator> action) {
        for (var session : sessions.values()) {
            invited(session.id(), outlet)
                    .ifPresent(negotiator -> session.loop().execute(() -> action.accept(negotiator)));
        }
    }

    @Override
    public Optional<AnsweredPeer> answered(PeerId id) {
        var session = sessions.get(id);
        return session != null && session.negotiator() instanceof AnsweringNegotiator peer && !peer.leaving()
                ? Optional.of(peer)
                : Optional.empty();
    }

    @Override
    public List<PeerEntry> list() {
        return Inquiry.entries(sessions.values());
    }

    @Override
    public Optional<IceReport> iceReport(PeerId id) {
        var session = sessions.get(id);
        return session == null ? ended.find(id) : Inquiry.iceReport(session);
    }

    @Override
    public void restartIce(PeerId id) throws PeerException {
        var session = sessions.get(id);
        if (session == null) {
            throw new PeerException("there is no viewer '" + id + "'; see clientsConnected");
        }
        var negotiator = offering(session)
                .orElseThrow(() ->
                        new PeerException("viewer '" + id + "' brought its offer (WHEP), so it restarts by itself"));
        var refusal = Inquiry.restart(negotiator);
        if (refusal.isPresent()) {
            throw new PeerException("no ICE restart of viewer '" + id + "': " + refusal.get());
        }
    }

    @Override
    public int close(String streamName, String reason) {
        var watching = sessions.values().stream()
                .filter(s -> s.streamNames().contains(streamName))
                .toList();
        watching.forEach(s -> s.loop().execute(() -> s.end(Ending.because(reason))));
        return watching.size();
    }
}
