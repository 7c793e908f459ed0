// SPDX-License-Identifier: Apache-2.0
package org.camquay.peering;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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
import org.camquay.api.peer.Peers;
import org.camquay.api.peer.SessionDescription;
import org.camquay.api.peer.TryLaterException;
import org.camquay.api.signaling.PeerArrival;
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
@Component(service = {Peers.class, Admission.class})
@Designate(ocd = Admission.Config.class)
public final class Admission implements Peers {
    /** Settings. */
    @ObjectClassDefinition(name = "Admission of peers")
    public @interface Config {
        /** Peers served at the same time; the next one is refused with a sentence. */
        int maxPeers() default 500;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final EventLoops loops;
    private final Streams streams;
    private final Map<PeerId, PeerSession> sessions = new ConcurrentHashMap<>();
    private final EndedReports ended = new EndedReports();
    private final SecureRandom random = new SecureRandom();
    private volatile int maxPeers;

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
        modified(config);
    }

    @Modified
    void modified(Config config) {
        maxPeers = config.maxPeers();
    }

    @Deactivate
    void deactivate() {
        sessions.values().forEach(session -> session.loop.execute(session::close));
    }

    /**
     * Admits a peer that a backend announced.
     *
     * @param room the stream to show when the peer names none and there is one of that name
     */
    Optional<String> announce(PeerArrival arrival, String room, Outlet outlet) {
        try {
            var stream = find(arrival.streamName(), room);
            var loop = loops.next();
            var session = new InvitedSession(arrival.id(), stream, loop, this::forget, outlet);
            admit(session, arrival.iceServers());
            loop.execute(() -> session.expireAt(arrival.expiry()));
            return Optional.empty();
        } catch (PeerException e) {
            return Optional.of(e.getMessage());
        }
    }

    @Override
    public CompletionStage<AnsweredPeer> answer(String streamName, SessionDescription offer, String remote) {
        try {
            byte[] secret = new byte[16];
            random.nextBytes(secret);
            var id = new PeerId(HexFormat.of().formatHex(secret));
            var session =
                    new AnsweredSession(id, find(streamName, streamName), loops.next(), this::forget, offer, remote);
            admit(session, List.of());
            return session.answered();
        } catch (PeerException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private Stream find(String name, String room) throws NoSuchStreamException {
        if (!name.isEmpty()) {
            return streams.find(name).orElseThrow(() -> new NoSuchStreamException("no stream is named " + name));
        }
        return streams.find(room)
                .or(() -> streams.list().stream().findFirst())
                .orElseThrow(() -> new NoSuchStreamException("this device has no stream yet"));
    }

    private void admit(PeerSession session, List<IceServer> servers) throws PeerException {
        try {
            admitOrRefuse(session, servers);
        } catch (PeerException e) {
            loops.release(session.loop);
            throw e;
        }
    }

    private void admitOrRefuse(PeerSession session, List<IceServer> servers) throws PeerException {
        var factory = connections;
        if (factory == null) {
            throw new TryLaterException("no peer connections for now: the bundle that makes them is not running");
        }
        if (sessions.size() >= maxPeers) {
            throw new TryLaterException("this device serves " + maxPeers + " peers already, which is its limit");
        }
        if (sessions.putIfAbsent(session.id, session) != null) {
            throw new PeerException("peer " + session.id + " is here already");
        }
        session.servers = new PeerServers(session.id, servers, () -> providers);
        var config = new PeerConnectionConfig(session.id.value(), session.servers.current(), IceTransportPolicy.ALL);
        session.loop.execute(() -> session.begin(factory.create(session.loop, config, session)));
    }

    private void forget(PeerSession session) {
        if (sessions.remove(session.id, session)) {
            loops.release(session.loop);
            ended.add(session.id, session.lastReport());
        }
    }

    /** The session of a peer that came through an outlet. */
    Optional<InvitedSession> invited(PeerId id, Outlet outlet) {
        return sessions.get(id) instanceof InvitedSession session && session.outlet() == outlet
                ? Optional.of(session)
                : Optional.empty();
    }

    /** Ends all that came through an outlet. */
    void dismissAll(Outlet outlet, String reason) {
        invited(outlet, session -> session.end(reason));
    }

    /** An outlet has a channel again: those whose path was lost meanwhile can be told of another. */
    void onReachable(Outlet outlet) {
        invited(outlet, InvitedSession::onReachable);
    }

    private void invited(Outlet outlet, Consumer<InvitedSession> action) {
        for (var session : sessions.values()) {
            if (session instanceof InvitedSession invited && invited.outlet() == outlet) {
                invited.loop.execute(() -> action.accept(invited));
            }
        }
    }

    @Override
    public Optional<AnsweredPeer> answered(PeerId id) {
        return sessions.get(id) instanceof AnsweredSession session && !session.leaving()
                ? Optional.of(session)
                : Optional.empty();
    }

    @Override
    public List<PeerEntry> list() {
        var asked = sessions.values().stream().map(PeerSession::entry).toList();
        var entries = new ArrayList<PeerEntry>(asked.size());
        for (var entry : asked) {
            try {
                entries.add(entry.toCompletableFuture().get(1, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return entries;
            } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
                // A peer whose loop does not answer in time is left out of the list.
            }
        }
        return entries;
    }

    @Override
    public Optional<IceReport> iceReport(PeerId id) {
        var session = sessions.get(id);
        if (session == null) {
            return ended.find(id);
        }
        try {
            var report = session.iceReport().toCompletableFuture().get(1, TimeUnit.SECONDS);
            return Optional.of(report);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            LOG.debug("The loop of peer {} does not answer", id, e);
        }
        return Optional.empty();
    }

    @Override
    public void restartIce(PeerId id) throws PeerException {
        var session = sessions.get(id);
        if (session == null) {
            throw new PeerException("there is no viewer '" + id + "'; see clientsConnected");
        } else if (!(session instanceof InvitedSession invited)) {
            throw new PeerException("viewer '" + id + "' brought its offer (WHEP), so it restarts by itself");
        } else {
            var refusal = restart(invited);
            if (refusal.isPresent()) {
                throw new PeerException("no ICE restart of viewer '" + id + "': " + refusal.get());
            }
        }
    }

    private static Optional<String> restart(InvitedSession session) {
        try {
            return session.restartIce().toCompletableFuture().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            LOG.debug("The loop of peer {} does not answer", session.id, e);
            return Optional.of("its loop does not answer: try again");
        }
    }

    @Override
    public int close(String streamName, String reason) {
        var watching = sessions.values().stream()
                .filter(s -> s.stream.name().equals(streamName))
                .toList();
        watching.forEach(s -> s.loop.execute(() -> s.end(reason)));
        return watching.size();
    }
}
