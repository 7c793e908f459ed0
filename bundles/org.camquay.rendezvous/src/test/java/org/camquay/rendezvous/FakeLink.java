// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A participant without a socket: keeps what the server sends it, and speaks in JSON texts. */
final class FakeLink implements Link {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final List<JsonNode> inbox = new ArrayList<>();
    int pings;
    int closeStatus;
    String closeReason = "";
    boolean open = true;
    long heard;
    boolean listens = true;

    final List<Limit> limits = new ArrayList<>();
    Standing standing = Standing.NEWCOMER;
    /** Whether it has no room for one more message. */
    boolean full;

    private final SignalingServer server;
    private final Account account;
    private final Participant participant;
    private int nextId = 1;

    FakeLink(FakeHouse house, String query) {
        this.server = house.server;
        this.account = house.budgets.open("test", "test", this::abort, () -> {});
        var parameters = query.isEmpty() ? Map.<String, List<String>>of() : Map.of(key(query), List.of(value(query)));
        this.participant = server.open(this, Credentials.of(null, parameters, "test"));
    }

    private static String key(String query) {
        return query.substring(0, query.indexOf('='));
    }

    private static String value(String query) {
        return query.substring(query.indexOf('=') + 1);
    }

    /** Calls a method and returns the id used. */
    int call(String method, String params) {
        say("{\"jsonrpc\":\"2.0\",\"id\":" + nextId + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
        return nextId++;
    }

    void notify(String method, String params) {
        say("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    void say(String text) {
        server.received(participant, text);
    }

    /** The other end closes its socket. */
    void hangUp() {
        open = false;
        server.closed(participant);
    }

    /** Takes the answer to a call out of the inbox. */
    JsonNode answer(int id) {
        return take(m -> m.path("id").asInt(-1) == id && !m.has("method"))
                .orElseThrow(() -> new AssertionError("no answer to " + id + " in " + inbox));
    }

    /** Takes the oldest call or notification of a method out of the inbox. */
    JsonNode called(String method) {
        return take(m -> m.path("method").asText().equals(method))
                .orElseThrow(() -> new AssertionError("no " + method + " in " + inbox));
    }

    /** Takes the oldest error notification out of the inbox. */
    JsonNode toldError() {
        return take(m -> m.has("error") && !m.has("id"))
                .orElseThrow(() -> new AssertionError("no error in " + inbox))
                .get("error");
    }

    boolean hears(String method) {
        return inbox.stream().anyMatch(m -> m.path("method").asText().equals(method));
    }

    private Optional<JsonNode> take(java.util.function.Predicate<JsonNode> wanted) {
        var found = inbox.stream().filter(wanted).findFirst();
        found.ifPresent(inbox::remove);
        return found;
    }

    @Override
    public boolean send(String text, Account payer) {
        if (full) {
            return false;
        }
        try {
            inbox.add(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new AssertionError("the server sent no JSON: " + text, e);
        }
        return true;
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public void standing(Standing now) {
        standing = now;
        if (now == Standing.DEVICE) {
            account.becomeDevice();
        }
    }

    @Override
    public void tick() {
        // nothing is late here
    }

    @Override
    public void refuse(Limit limit, int status, String reason) {
        limits.add(limit);
        close(status, reason);
    }

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public long heardNanos() {
        return heard;
    }

    @Override
    public long listenedNanos(long nowNanos) {
        return listens ? nowNanos - heard : 0;
    }

    @Override
    public void close(int status, String reason) {
        open = false;
        closeStatus = status;
        closeReason = reason;
    }

    @Override
    public void abort() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
