// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerTest;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.api.net.EventLoops;
import org.camquay.ice.net.ServerLinks;
import org.camquay.net.NetLoops;
import org.camquay.net.WorkThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tries STUN and TURN servers from here. Thread: any. */
@Component
public final class ServerProbes implements IceServerTest {
    private static final int LIMIT = 64;

    private final EventLoops loops;
    private final ServerLinks links;
    private final HostResolver resolver;

    @Activate
    public ServerProbes(
            @Reference(name = "loops") NetLoops loops,
            @Reference(name = "links") ServerLinks links,
            @Reference(name = "work") WorkThreads work) {
        this(loops, links, new CachingResolver(work, InetAddress::getAllByName, System::nanoTime));
    }

    ServerProbes(EventLoops loops, ServerLinks links, HostResolver resolver) {
        this.loops = loops;
        this.links = links;
        this.resolver = resolver;
    }

    @Override
    public CompletionStage<List<Result>> test(List<IceServer> servers, Duration timeout) {
        var results = new ArrayList<CompletableFuture<Result>>();
        for (var server : servers) {
            for (var url : server.urls()) {
                results.add(results.size() < LIMIT ? test(server, url, timeout) : refused(url, "one of too many"));
            }
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(done -> results.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Result> test(IceServer server, String url, Duration timeout) {
        IceServerUrl parsed;
        try {
            parsed = IceServerUrl.parse(url);
        } catch (IceException e) {
            return refused(url, e.getMessage());
        }
        var entry = new Servers.Entry(url, parsed, server.username(), server.credential());
        if (entry.isTurn()
                && (server.username().isEmpty() || server.credential().isEmpty())) {
            return refused(url, "a TURN server needs a user name and a credential: give both");
        }
        var loop = loops.first();
        var probe = new ServerProbe(loop, links, resolver, entry);
        loop.execute(() -> probe.begin(timeout));
        return probe.result();
    }

    private static CompletableFuture<Result> refused(String url, String why) {
        return CompletableFuture.completedFuture(new Result(url, false, "", "", 0, why));
    }
}
