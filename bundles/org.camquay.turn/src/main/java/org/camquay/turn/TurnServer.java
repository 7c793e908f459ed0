// SPDX-License-Identifier: Apache-2.0
package org.camquay.turn;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.camquay.api.health.Drainable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A STUN and TURN server (RFC 8489, RFC 8656) over UDP, TCP and TLS; runs as long as it has a configuration. */
@Component(
        service = {TurnServer.class, Drainable.class},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TurnServer.Config.class)
public final class TurnServer implements Drainable {
    private static final Logger log = LoggerFactory.getLogger(TurnServer.class);
    private static final int WORKERS = 2;
    private static final int WAITING = 256;

    /** How the server is configured. */
    @ObjectClassDefinition(name = "STUN and TURN server")
    public @interface Config {
        /** For UDP and TCP; 0 picks a free one. */
        int port() default 3478;

        /** For TLS, as 5349 or 443; 0 for none. */
        int tlsPort() default 0;

        /** PEM file with the chain, the server's own certificate first. */
        String certificate() default "";

        /** PEM file with the private key. */
        String key() default "";

        @AttributeDefinition(description = "Where to listen; 0.0.0.0, :: or * for all addresses there are at the start")
        String[] address() default {"127.0.0.1"};

        @AttributeDefinition(
                description = "ADDRESS, or PUBLIC/LOCAL behind a 1:1 NAT, one per family; default: as address")
        String[] relayAddress() default {};

        int minRelayPort() default 49152;

        int maxRelayPort() default 65535;

        String realm() default "camquay";

        @AttributeDefinition(
                type = AttributeType.PASSWORD,
                description = "Shared with whoever makes credentials expiry:name")
        String secret() default "";

        @AttributeDefinition(type = AttributeType.PASSWORD, description = "Users that never expire, NAME:PASSWORD")
        String[] users() default {};

        @AttributeDefinition(description = "Peers that nobody reaches; the machine's own addresses are so in any case")
        String[] denyPeers() default {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "::ffff:0:0:0/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001::/32",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8"
        };

        @AttributeDefinition(description = "Exceptions from denyPeers")
        String[] allowPeers() default {};

        int maxAllocations() default 2000;

        int maxAllocationsPerUser() default 200;

        /** Of one client address (IPv6: of one /64). */
        int maxAllocationsPerAddress() default 1000;

        /** Of an allocation that asks for nothing longer. */
        int lifetimeSeconds() default 600;

        int maxLifetimeSeconds() default 3600;

        /** Of one allocation, both ways together; 0 for no limit. */
        long maxBitsPerSecond() default 0;

        /** Answered of one source address by one loop; twice as many at once. */
        int requestsPerSecond() default 100;

        /** New ones of one source address on one loop; twice as many at once. */
        int allocationsPerSecond() default 20;

        int maxConnections() default 4000;

        int maxConnectionsPerAddress() default 500;

        /** Threads; 0 for one per core. */
        int loops() default 0;
    }

    private final Settings settings;
    private final Resources resources;
    private final ListeningSockets sockets;
    private final List<Shard> shards = new ArrayList<>();
    private final ThreadPoolExecutor work;

    /** @throws IOException if a port or a certificate cannot be had */
    @Activate
    public TurnServer(Config config) throws IOException {
        this(Settings.of(config), TurnClock.SYSTEM);
    }

    TurnServer(Settings settings, TurnClock clock) throws IOException {
        this.settings = settings;
        resources = Resources.of(settings, clock);
        work = workers();
        var certificates = settings.tlsPort() == 0 ? null : new Certificates(settings.certificate(), settings.key());
        sockets = ListeningSockets.open(settings);
        try {
            start(clock, certificates);
        } catch (IOException e) {
            close();
            throw e;
        }
        log.info("{}", this);
        if (resources.users().none()) {
            log.warn("TURN relays for nobody: neither secret nor users are set (STUN binding requests are answered)");
        }
    }

    /** Ends all allocations. Thread: any. */
    @Deactivate
    public void close() {
        shards.forEach(Shard::close);
        sockets.close();
        resources.reservations().close();
        work.shutdownNow();
        log.info("TURN server ended: port {} ({})", sockets.port(), resources.counters());
    }

    /** A new allocation is refused with 508, whose client then tries its other servers; those that are there are refreshed on. */
    @Override
    public void drain(Duration within) {
        resources.quotas().drain();
    }

    /** Allocations now: each may carry the picture of somebody who has no other path. */
    @Override
    public int left() {
        return resources.quotas().inUse();
    }

    /** The number for UDP and TCP. Thread: any. */
    public int port() {
        return sockets.port();
    }

    TurnCounters counters() {
        return resources.counters();
    }

    Quotas quotas() {
        return resources.quotas();
    }

    /** Where it serves, in a sentence. */
    @Override
    public String toString() {
        var addresses =
                settings.addresses().stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        var relays = settings.relays().all().stream()
                .map(relay -> relay.announced().getHostAddress())
                .collect(Collectors.joining(", "));
        var tls = settings.tlsPort() == 0 ? "off" : "on port " + settings.tlsPort();
        return "TURN on " + addresses + " port " + sockets.port() + " (UDP, TCP), TLS " + tls + ", relays from "
                + relays + " ports " + settings.minRelayPort() + " to " + settings.maxRelayPort();
    }

    private void start(TurnClock clock, Certificates certificates) throws IOException {
        var limits = settings.limits();
        var quota = new ConnectionQuota(limits.maxConnections(), limits.maxConnectionsPerAddress());
        for (int i = 0; i < settings.loops(); i++) {
            var shard = new Shard("turn-" + i, clock);
            shards.add(shard);
            shard.open(resources, quota, certificates, work);
        }
        for (var group : sockets.datagrams()) {
            for (int i = 0; i < group.size(); i++) {
                shards.get(i).listen(group.get(i));
            }
        }
        var connections = shards.stream().map(Shard::connections).toList();
        for (var socket : sockets.plain()) {
            shards.get(0).listen(new Acceptor(socket, connections, quota, counters(), false));
        }
        for (var socket : sockets.secure()) {
            shards.get(0).listen(new Acceptor(socket, connections, quota, counters(), true));
        }
        shards.get(0)
                .sweep(new Housekeeping(
                        resources, certificates, work, clock.nanos().getAsLong()));
    }

    private static ThreadPoolExecutor workers() {
        var queue = new ArrayBlockingQueue<Runnable>(WAITING);
        var workers = new ThreadPoolExecutor(WORKERS, WORKERS, 30, TimeUnit.SECONDS, queue, task -> {
            var thread = new Thread(task, "turn-work");
            thread.setDaemon(true);
            return thread;
        });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }
}
