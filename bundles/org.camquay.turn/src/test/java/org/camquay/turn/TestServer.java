// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.camquay.api.health.Drainable;

/** A real server on free ports of loopback, whose clients may relay to loopback. */
final class TestServer implements AutoCloseable {
    static final String SECRET = "north";
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final TurnServer server;

    private TestServer(Map<String, Object> values, TurnClock clock) throws IOException {
        server = new TurnServer(Settings.of(config(values)), clock);
    }

    /** @param more keys and values, one after the other */
    static TestServer start(Object... more) throws IOException {
        return start(TurnClock.SYSTEM, more);
    }

    static TestServer start(TurnClock clock, Object... more) throws IOException {
        var values = new HashMap<String, Object>(Map.of(
                "port", 0, "secret", SECRET, "realm", "test", "loops", 2, "allowPeers", new String[] {"127.0.0.0/8"}));
        values.put("users", new String[] {"ann:lee", "bob:ray"});
        values.put("requestsPerSecond", 100_000);
        values.put("allocationsPerSecond", 100_000);
        for (int i = 0; i < more.length; i += 2) {
            values.put((String) more[i], more[i + 1]);
        }
        return new TestServer(values, clock);
    }

    static TurnServer.Config config(Map<String, Object> values) {
        var type = TurnServer.Config.class;
        return (TurnServer.Config) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(LOOPBACK, server.port());
    }

    int port() {
        return server.port();
    }

    long count(Count count) {
        return server.counters().get(count);
    }

    Drainable drainable() {
        return server;
    }

    int inUse() {
        return server.quotas().inUse();
    }

    GetTurnStatsCommand stats() {
        return new GetTurnStatsCommand(server);
    }

    @Override
    public void close() {
        server.close();
    }
}
