// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.camquay.api.ice.IceServerTest;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.ServerLinks;
import org.camquay.ice.turn.BindingRequest;
import org.camquay.ice.turn.TurnAllocation;
import org.camquay.ice.turn.TurnOrder;
import org.camquay.net.Addresses;

/** Tries one URL and says what came of it. Everything but the constructor on its loop. */
final class ServerProbe implements TurnAllocation.Listener {
    private final EventLoop loop;
    private final ServerLinks links;
    private final HostResolver resolver;
    private final Servers.Entry entry;
    private final CompletableFuture<IceServerTest.Result> result = new CompletableFuture<>();
    private long begun;
    private Iterator<InetAddress> addresses;
    private Runnable release = () -> {};
    private EventLoop.Timer limit;
    private String failure = "";
    private String doing = "its name is being looked up";

    ServerProbe(EventLoop loop, ServerLinks links, HostResolver resolver, Servers.Entry entry) {
        this.loop = loop;
        this.links = links;
        this.resolver = resolver;
        this.entry = entry;
    }

    CompletableFuture<IceServerTest.Result> result() {
        return result;
    }

    void begin(Duration timeout) {
        begun = loop.nanoTime();
        limit = loop.schedule(
                () -> end(false, "", "", "no answer within " + timeout.toMillis() + " ms: " + doing),
                timeout.toNanos());
        resolver.resolve(entry.url().host(), loop, found -> {
            failure = found.failure();
            addresses = found.addresses().iterator();
            tryNext();
        });
    }

    private void tryNext() {
        if (result.isDone()) {
            return;
        } else if (!addresses.hasNext()) {
            end(false, "", "", failure);
            return;
        }
        var server = new InetSocketAddress(addresses.next(), entry.url().port());
        doing = "asked " + Addresses.text(server) + " over " + entry.url().transport();
        if (entry.isTurn()) {
            var order = new TurnOrder(entry.url(), server, entry.username(), entry.credential(), TurnOrder.Family.IPV4);
            var allocation = new TurnAllocation(loop, links, order, this);
            release = allocation::close;
        } else {
            var request = new BindingRequest(
                    loop,
                    links,
                    entry.url(),
                    server,
                    mapped -> end(true, Addresses.text(mapped), "", "it answers"),
                    this::onFailed);
            release = request::close;
        }
    }

    @Override
    public void onAllocated(List<InetSocketAddress> relayed, InetSocketAddress mapped) {
        end(true, Addresses.text(mapped), Addresses.text(relayed.get(0)), "it relays");
    }

    @Override
    public void onFailed(String reason) {
        failure = reason;
        tryNext();
    }

    @Override
    public void onLost(String reason) {
        // All that was to be known is known.
    }

    @Override
    public void onPacket(InetSocketAddress peer, ByteBuffer packet) {
        // Nobody was told the address.
    }

    private void end(boolean reachable, String mapped, String relayed, String sentence) {
        if (result.isDone()) {
            return;
        }
        limit.cancel();
        release.run();
        long millis = TimeUnit.NANOSECONDS.toMillis(loop.nanoTime() - begun);
        boolean blocked = !reachable && entry.url().transport() == IceServerUrl.Transport.UDP && isSilence(sentence);
        result.complete(new IceServerTest.Result(
                entry.text(),
                reachable,
                mapped,
                relayed,
                millis,
                blocked ? sentence + "; UDP may be blocked on the way: try turn:…?transport=tcp or turns:" : sentence));
    }

    private static boolean isSilence(String sentence) {
        return sentence.startsWith("no answer") || sentence.startsWith("it does not answer");
    }
}
