// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.turnbench;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.camquay.turn.TurnServer;

/** Our server in a process of its own, as open as the benchmark needs it. */
public final class BenchServer {
    private BenchServer() {}

    /** @param arguments the port */
    public static void main(String[] arguments) throws Exception {
        Map<String, Object> values = Map.of(
                "port",
                Integer.parseInt(arguments[0]),
                "realm",
                Allocation.REALM,
                "users",
                new String[] {Allocation.USER + ":" + Allocation.PASSWORD},
                "allowPeers",
                new String[] {"127.0.0.0/8"},
                "maxAllocationsPerUser",
                5000,
                "maxAllocations",
                5000,
                "requestsPerSecond",
                100_000,
                "allocationsPerSecond",
                100_000);
        var type = TurnServer.Config.class;
        var config = (TurnServer.Config) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, none) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
        var server = new TurnServer(config);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        new CountDownLatch(1).await();
    }
}
