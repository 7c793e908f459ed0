// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.connector;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts limits on the connections of the HTTP server, whatever they speak (HTTP, or TLS and then HTTP). Felix gives a
 * {@link ConnectorFactory} its Jetty server, but has no place for anybody else who wants to see it: what this factory
 * makes has no port. Thread: any.
 */
@Component(service = ConnectorFactory.class)
@Designate(ocd = GuardedConnector.Config.class)
public final class GuardedConnector implements ConnectorFactory {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedConnector.class);
    /** Linux would keep some megabytes for a client that does not read. */
    private static final int SEND_BUFFER = 128 * 1024;

    private static final long LOOK_MILLIS = 500;
    private static final long TELL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** How many connections, and how long each may take. */
    @ObjectClassDefinition(name = "HTTP: limits of connections")
    public @interface Config {
        @AttributeDefinition(description = "Connections in all, WebSockets not counted")
        int maxConnections() default 1000;

        @AttributeDefinition(description = "Connections of one IPv4 address, or of one IPv6 network of 64 bits")
        int maxConnectionsPerAddress() default 64;

        @AttributeDefinition(description = "Addresses of reverse proxies, for which only the limit in all counts")
        String[] exemptAddresses() default {};

        @AttributeDefinition(description = "How long a connection may be open without a request")
        int idleSeconds() default 30;

        @AttributeDefinition(description = "How long the head of a request may take")
        int headSeconds() default 5;

        @AttributeDefinition(
                description = "How long a body may be behind its least rate, and a piece of a response unread")
        int stalledSeconds() default 10;

        @AttributeDefinition(description = "Least rate of a body, in bytes a second")
        int leastBytesPerSecond() default 4096;

        @AttributeDefinition(description = "Requests of one connection")
        int maxRequestsPerConnection() default 1000;
    }

    private final Connections connections;
    private final ConnectionWatch watch;
    private final ScheduledThreadPoolExecutor timer;
    private long told = System.nanoTime() - TELL_NANOS;
    private long toldDisplaced;

    @Activate
    public GuardedConnector(Config config) {
        this(limits(config));
    }

    GuardedConnector(Limits limits) {
        connections = new Connections(limits, System::nanoTime);
        watch = new ConnectionWatch(connections);
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Open connections keep what they have. */
    @Modified
    void modified(Config config) {
        connections.setLimits(limits(config));
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
    }

    /** The counts; for tests. */
    Connections connections() {
        return connections;
    }

    /** What is known of connections, whether they count or not; for tests. */
    ConnectionWatch watch() {
        return watch;
    }

    @Override
    public Connector createConnector(Server server) {
        for (var connector : server.getConnectors()) {
            guard(connector);
        }
        server.setErrorHandler(new PlainErrors());
        return new NoPort(server);
    }

    private void guard(Connector connector) {
        if (connector instanceof ServerConnector port) {
            port.setAcceptedSendBufferSize(SEND_BUFFER);
        }
        for (var protocol : connector.getConnectionFactories()) {
            if (protocol instanceof HttpConnectionFactory http
                    && !http.getEventListeners().contains(watch)) {
                http.addEventListener(watch);
                http.getHttpConfiguration().addCustomizer(watch);
                http.getHttpConfiguration().setHeaderCacheSize(0); // 95 kB for each connection
            }
        }
    }

    /** Felix expects a connector, adds it and starts it. */
    private static final class NoPort extends ServerConnector {
        NoPort(Server server) {
            super(server);
        }

        @Override
        protected void doStart() {
            // It has none.
        }

        @Override
        protected void doStop() {
            // It had none.
        }

        @Override
        public void open() {
            // It opens none.
        }
    }

    /** The next look must come, whatever happens in this one. */
    private void look() {
        try {
            connections.sweep();
            tell();
        } catch (Throwable e) {
            LOG.error("looking for slow HTTP clients failed: {} connections", connections.open(), e);
        }
    }

    private void tell() {
        long displaced = connections.displaced();
        if (displaced > toldDisplaced && System.nanoTime() - told >= TELL_NANOS) {
            LOG.warn(
                    "HTTP connections displaced: {} ({} in all are allowed, {} of one address)",
                    displaced - toldDisplaced,
                    connections.limits().connections(),
                    connections.limits().perAddress());
            told = System.nanoTime();
            toldDisplaced = displaced;
        }
    }

    private static Limits limits(Config config) {
        var exempt = Arrays.stream(config.exemptAddresses())
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toSet());
        return new Limits(
                config.maxConnections(),
                config.maxConnectionsPerAddress(),
                exempt,
                Duration.ofSeconds(config.idleSeconds()),
                Duration.ofSeconds(config.headSeconds()),
                Duration.ofSeconds(config.stalledSeconds()),
                config.leastBytesPerSecond(),
                config.maxRequestsPerConnection());
    }
}
