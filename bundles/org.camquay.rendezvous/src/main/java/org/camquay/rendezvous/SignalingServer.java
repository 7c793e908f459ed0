// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.camquay.onvif.ErrorCode;
import org.camquay.onvif.JsonRpcCodec;
import org.camquay.onvif.JsonRpcError;
import org.camquay.onvif.JsonRpcMessage;
import org.camquay.onvif.JsonRpcResult;
import org.camquay.onvif.OnvifMethod;

/**
 * The ONVIF WebRTC signaling server: takes each participant's messages and sees that the right part answers them. Knows
 * no WebSocket. Thread: the one executor of its owner.
 */
final class SignalingServer {
    /** A connection that has not registered by then is closed. */
    /** To whoever comes while it drains. */
    static final String STOPPING = "The server is about to stop: connect to another, or later";

    private static final long REGISTER_NANOS = 15_000_000_000L;

    /** A viewer with neither a session nor a room to wait in is closed by then. */
    private static final long IDLE_NANOS = 60_000_000_000L;

    /** Browsers and cameras answer a ping by themselves, but a slow line may have much to carry before. */
    private static final long MUTE_NANOS = 8_000_000_000L;

    private static final int POLICY_VIOLATION = 1008;
    private static final int SERVICE_RESTART = 1012;
    private static final long TICK_NANOS = 1_000_000_000L;

    private final JsonRpcCodec codec = new JsonRpcCodec(Settings.MAX_MESSAGE);
    private final Payer payer = new Payer();
    private final Settings settings;
    private final LongSupplier nanoTime;
    private final Set<Participant> participants = new LinkedHashSet<>();
    private final Conduct conduct;
    private final Registrar registrar;
    private final Relay relay;
    private final Continuation continuation;
    private long pingedNanos;
    /** Null unless the server is being emptied. */
    private Draining draining;

    SignalingServer(Settings settings, Access access, ServerList servers, Tally tally, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.pingedNanos = nanoTime.getAsLong();
        var rooms = new Rooms();
        this.conduct = new Conduct(rooms, tally, nanoTime);
        this.registrar = new Registrar(rooms, access, nanoTime);
        this.relay = new Relay(rooms, access, settings, servers, tally, nanoTime);
        this.continuation = new Continuation(rooms, relay, servers, settings.expirySeconds(), nanoTime);
    }

    Participant open(Link link, Credentials credentials) {
        var participant = new Participant(link, credentials, payer, nanoTime.getAsLong());
        participants.add(participant);
        return participant;
    }

    void received(Participant from, String text) {
        payer.pays(from, () -> {
            var result = codec.parse(text);
            if (result instanceof JsonRpcResult.Problem problem) {
                from.send(problem.answer());
            } else if (result instanceof JsonRpcResult.Ok ok && conduct.isFit(from, ok.message(), text.length())) {
                dispatch(from, ok.message());
            }
        });
        from.settle(nanoTime.getAsLong());
    }

    private void dispatch(Participant from, JsonRpcMessage message) {
        if (message instanceof JsonRpcMessage.Request request) {
            answer(from, request);
        } else if (message instanceof JsonRpcMessage.Notification notification) {
            switch (notification.method()) {
                case OnvifMethod.TRICKLE -> relay.trickle(from, notification);
                case OnvifMethod.RESTART -> relay.restart(from, notification);
                default -> {} // nobody waits for an answer
            }
        } else if (message instanceof JsonRpcMessage.Response response) {
            from.exchange.accept(response);
        } else if (message instanceof JsonRpcMessage.ErrorResponse response && !from.exchange.accept(response)) {
            relay.error(from, response.error());
        }
    }

    private void answer(Participant from, JsonRpcMessage.Request request) {
        var method = request.method();
        if (!from.isRegistered() && !method.equals(OnvifMethod.REGISTER)) {
            from.send(request.refuse(new JsonRpcError(ErrorCode.NOT_FOUND, method + ": register first")));
            return;
        }
        if (draining != null && (method.equals(OnvifMethod.REGISTER) || method.equals(OnvifMethod.CONNECT))) {
            from.send(request.refuse(new JsonRpcError(ErrorCode.SERVICE_UNAVAILABLE, STOPPING)));
            return;
        }
        switch (method) {
            case OnvifMethod.REGISTER -> registrar.register(from, request);
            case OnvifMethod.UNREGISTER -> unregister(from, request);
            case OnvifMethod.CONNECT -> relay.connect(from, request);
            case OnvifMethod.INVITE -> relay.invite(from, request);
            case OnvifMethod.EXTEND -> continuation.extend(from, request);
            case OnvifMethod.RESUME -> continuation.resume(from, request);
            case OnvifMethod.ICE_SERVERS -> relay.iceServers(from, request);
            default ->
                from.send(request.refuse(new JsonRpcError(
                        ErrorCode.METHOD_NOT_FOUND,
                        "No such method; there are register, connect, invite, trickle, extend")));
        }
    }

    private void unregister(Participant from, JsonRpcMessage.Request request) {
        from.send(request.answer(org.camquay.onvif.OnvifParams.none()));
        registrar.unregister(from);
        depart(from);
        from.id = "";
    }

    /** The link is closed, by whomever. May be told twice. */
    void closed(Participant participant) {
        if (participants.remove(participant)) {
            payer.pays(participant, () -> {
                depart(participant);
                participant.exchange.close();
            });
        }
    }

    private void depart(Participant participant) {
        relay.viewerGone(participant);
        registrar.deviceGone(participant);
    }

    /** To be called about once a second: ends what waited too long. */
    void tick() {
        var now = nanoTime.getAsLong();
        var ping = now - pingedNanos >= settings.pingInterval().toNanos();
        pingedNanos = ping ? now : pingedNanos;
        registrar.tick();
        if (draining != null) {
            sendAway(now);
        }
        for (var participant : new ArrayList<>(participants)) {
            participant.exchange.expire(now);
            participant.settle(now);
            var link = participant.link;
            link.tick();
            if (!link.isOpen()) {
                closed(participant);
            } else if (now - link.heardNanos() > settings.maxSilence().toNanos()
                    || participant.isMute(now, MUTE_NANOS)) {
                link.abort();
                closed(participant);
            } else if (!participant.isRegistered() && now - participant.openedNanos > REGISTER_NANOS) {
                link.refuse(Limit.NEWCOMERS, POLICY_VIOLATION, "Register within 15 s of connecting");
            } else if (participant.idleNanos(now) > IDLE_NANOS) {
                var reason =
                        "A viewer ends after 60 s without a session: connect to a room, or come back when you will";
                link.refuse(Limit.IDLE_VIEWERS, POLICY_VIOLATION, reason);
            } else if (ping) {
                link.ping();
            }
        }
    }

    /** Takes in nobody new, and sends all away, spread over time; the cameras first, whom viewers look for elsewhere. */
    void drain(Duration within) {
        if (draining == null) {
            draining = new Draining(nanoTime.getAsLong(), within);
        }
    }

    private void sendAway(long now) {
        participants.stream()
                .sorted(Comparator.comparing(participant -> !participant.isDevice()))
                .limit(draining.due(participants.size(), now, TICK_NANOS))
                .toList()
                .forEach(participant ->
                        participant.link.close(SERVICE_RESTART, "The server is about to stop: connect again"));
    }

    /** Says good-bye to all. */
    void close() {
        for (var participant : new ArrayList<>(participants)) {
            participant.link.close(1001, "The server is going down");
        }
        participants.clear();
    }

    int participants() {
        return participants.size();
    }
}
