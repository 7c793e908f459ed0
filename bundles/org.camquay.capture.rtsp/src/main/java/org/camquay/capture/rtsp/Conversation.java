// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.camquay.capture.rtsp.auth.Authorization;
import org.camquay.capture.rtsp.auth.Authorization.Verdict;
import org.camquay.capture.rtsp.link.Refusal;
import org.camquay.capture.rtsp.message.Headers.Field;
import org.camquay.capture.rtsp.message.RequestText;
import org.camquay.capture.rtsp.message.RtspMessage;
import org.camquay.capture.rtsp.message.RtspMessage.Request;
import org.camquay.capture.rtsp.message.RtspMessage.Response;
import org.camquay.capture.rtsp.message.RtspReader;
import org.camquay.net.ByteStream;

/**
 * Requests and answers on one connection, one request at a time; it logs in where the camera asks for it, and answers the camera's
 * own requests. Only on its loop.
 */
final class Conversation implements RtspReader.Listener {
    /** Who is told. */
    interface Owner {
        /** As {@link RtspReader.Listener#onPacket}. */
        void onPacket(int channel, ByteBuffer packet);

        /** The camera does not let us in; the sentence says why. */
        void onRefused(String sentence);

        /** The camera asks for something that was answered already. */
        void onRequest(Request request);
    }

    /** RTSP 1.0 (RFC 2326). */
    static final String VERSION_1 = "RTSP/1.0";
    /** RTSP 2.0 (RFC 7826). */
    static final String VERSION_2 = "RTSP/2.0";

    private static final int CONTINUE = 100;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int OK = 200;
    private static final Set<String> ANSWERED = Set.of(
            "OPTIONS", "ANNOUNCE", "REDIRECT", "SET_PARAMETER", "GET_PARAMETER", "PLAY_NOTIFY", "TEARDOWN", "PING");
    private static final int WAITING = 8;
    private static final int GIVEN_UP = 64;

    private static final class Pending {
        private final String method;
        private final String uri;
        private final List<Field> fields;
        private final Consumer<Response> answer;
        private int number;
        private int tries;

        Pending(String method, String uri, List<Field> fields, Consumer<Response> answer) {
            this.method = method;
            this.uri = uri;
            this.fields = fields;
            this.answer = answer;
        }
    }

    private final ByteStream stream;
    private final Authorization authorization;
    private final Owner owner;
    private final Queue<Pending> waiting = new ArrayDeque<>();
    private final Set<Integer> givenUp = new HashSet<>();
    private String version = VERSION_1;
    private Pending pending;
    private boolean challenged;
    private int number;

    Conversation(ByteStream stream, Authorization authorization, Owner owner) {
        this.stream = stream;
        this.authorization = authorization;
        this.owner = owner;
    }

    /** Speaks another version from now on. */
    void version(String other) {
        version = other;
    }

    boolean isVersion2() {
        return version.equals(VERSION_2);
    }

    /** Asks; {@code answer} gets what the camera says, whatever it is but 401. */
    void ask(String method, String uri, List<Field> fields, Consumer<Response> answer) {
        var request = new Pending(method, uri, List.copyOf(fields), answer);
        if (pending == null) {
            send(request);
        } else if (waiting.size() < WAITING) {
            waiting.add(request);
        }
    }

    /** Asks at once, and expects no answer to anything asked before. */
    void askAtLast(String method, String uri, List<Field> fields, Consumer<Response> answer) {
        giveUp();
        waiting.clear();
        send(new Pending(method, uri, List.copyOf(fields), answer));
    }

    /** Expects no answer any more to what was asked last. */
    void giveUp() {
        if (pending != null) {
            if (givenUp.size() < GIVEN_UP) {
                givenUp.add(pending.number);
            }
            pending = null;
        }
    }

    /** The method of the request that is not answered, empty if all are. */
    String unanswered() {
        return pending == null ? "" : pending.method;
    }

    /** Whether the camera asked for a login and said nothing since, so that it may have closed the connection over it. */
    boolean isChallenged() {
        return challenged;
    }

    private void send(Pending request) {
        pending = request;
        request.number = ++number;
        var fields = new ArrayList<>(request.fields);
        authorization.field(request.method, request.uri).ifPresent(value -> {
            fields.add(new Field("Authorization", value));
            request.tries++;
        });
        stream.write(RequestText.request(version, request.method, request.uri, request.number, fields));
    }

    @Override
    public void onMessage(RtspMessage message) {
        if (message instanceof Response response) {
            onResponse(response);
        } else if (message instanceof Request request) {
            boolean known = ANSWERED.contains(request.method());
            int status = known ? OK : NOT_IMPLEMENTED;
            stream.write(RequestText.answer(version, status, known ? "OK" : "Not Implemented", request.headers()));
            owner.onRequest(request);
        }
    }

    /** Numbers are not compared but with those that nothing is expected for: cameras count as they like. */
    private void onResponse(Response response) {
        int told = response.headers().number("CSeq");
        boolean late = pending == null || told != pending.number && givenUp.remove(told);
        if (late || response.status() == CONTINUE) {
            return;
        }
        var request = pending;
        challenged = false;
        if (response.status() == UNAUTHORIZED) {
            refused(request, response);
            return;
        }
        authorization.accepted();
        pending = null;
        request.answer.accept(response);
        if (pending == null && !waiting.isEmpty()) {
            send(waiting.remove());
        }
    }

    private void refused(Pending request, Response response) {
        var verdict = authorization.refused(response.headers().all("WWW-Authenticate"), request.tries);
        if (verdict == Verdict.AGAIN) {
            challenged = true;
            send(request);
        } else {
            pending = null;
            owner.onRefused(Refusal.sentence(verdict, authorization.offered()));
        }
    }

    @Override
    public void onPacket(int channel, ByteBuffer packet) {
        owner.onPacket(channel, packet);
    }
}
