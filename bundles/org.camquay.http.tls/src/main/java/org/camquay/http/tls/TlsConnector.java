// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.tls;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.camquay.tls.ServerIdentity;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives Felix's HTTPS connector its certificate, and another one when the files change: connections to come see the new one, those
 * that are open stay. Felix starts that connector without a certificate, so that nobody is served before this component, or
 * without it. Thread: any; it looks at files on thread {@code timer}.
 */
@Component(
        service = {ConnectorFactory.class, TlsConnector.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TlsConnector.Config.class)
public final class TlsConnector implements ConnectorFactory {
    /** Where the certificate is from. Without certificate and key store, the server makes one for itself. */
    @ObjectClassDefinition(name = "HTTPS")
    public @interface Config {
        /** PEM file: the server's certificate, then those between it and its authority. */
        String certificate() default "";

        /** PEM file with the certificate's key; empty: it is in the certificate's file. */
        String key() default "";

        /** PKCS #12 or JKS file instead of the two. */
        String keyStore() default "";

        /** File whose first line is the key store's password. */
        String keyStorePasswordFile() default "";

        /** Folder of the certificate that the server makes for itself, and of the file {@code pin}. */
        String folder() default "";

        /** Names and addresses of the server, for the certificate that it makes for itself. */
        String[] names() default {"localhost", "127.0.0.1"};

        /** For how long browsers shall use nothing but TLS, in seconds; said on port 443 with a given certificate only. */
        int strictTransportSeconds() default 2_592_000;

        /** How often the files are looked at, in seconds. */
        int lookSeconds() default 5;
    }

    private static final int HTTPS = 443;
    private static final Logger LOG = LoggerFactory.getLogger(TlsConnector.class);

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer;
    private Certificate certificate;
    private int strictTransportSeconds;
    private SslContextFactory.Server factory;

    @Activate
    public TlsConnector(Config config) {
        this(config, InstantSource.system());
        int seconds = Math.max(1, config.lookSeconds());
        timer.scheduleWithFixedDelay(this::look, seconds, seconds, TimeUnit.SECONDS);
    }

    TlsConnector(Config config, InstantSource clock) {
        this.clock = clock;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "timer");
            thread.setDaemon(true);
            return thread;
        });
        modified(config);
    }

    /** The next connections see what the new settings say. */
    @Modified
    synchronized void modified(Config config) {
        strictTransportSeconds = config.strictTransportSeconds();
        certificate = new Certificate(source(config), clock);
        look();
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
    }

    @Override
    public synchronized Connector createConnector(Server server) {
        var connector = Stream.of(server.getConnectors())
                .filter(candidate -> candidate.getConnectionFactory(SslConnectionFactory.class) != null)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the HTTP server has no TLS connector: start with --tls"));
        // Felix adds and starts what it gets from here; removing stops it.
        server.removeConnector(connector);
        factory = connector.getConnectionFactory(SslConnectionFactory.class).getSslContextFactory();
        factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        secured(connector);
        certificate.current().ifPresent(this::show);
        return connector;
    }

    private void secured(Connector connector) {
        var configuration =
                connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
        var secure = configuration.getCustomizer(SecureRequestCustomizer.class);
        if (secure == null) {
            secure = new SecureRequestCustomizer();
            configuration.addCustomizer(secure);
        }
        // Which names are ours is the gate's business; at home one is reached by more of them than the certificate has.
        secure.setSniHostCheck(false);
        // Browsers keep it for the whole host (RFC 6797 §8.3): on any other port, it would break what others serve on
        // port 80.
        boolean ownsHost = connector instanceof ServerConnector server && server.getPort() == HTTPS;
        secure.setStsMaxAge(ownsHost && !certificate.isSelfMade() ? strictTransportSeconds : -1);
    }

    /** The certificate that new connections see; empty while there is none that can be used. */
    synchronized Optional<ServerIdentity> current() {
        return certificate.current();
    }

    synchronized boolean isSelfMade() {
        return certificate.isSelfMade();
    }

    /** Looks at the files once. */
    synchronized void look() {
        try {
            certificate.look().ifPresent(this::show);
        } catch (RuntimeException | Error e) {
            // A periodic task that throws would not run again.
            LOG.error("looking at the TLS certificate failed: {}", e.toString(), e);
        }
    }

    private void show(ServerIdentity identity) {
        if (factory == null) {
            return;
        }
        try {
            factory.reload(ssl -> ssl.setSslContext(identity.context()));
        } catch (Exception e) {
            LOG.error("showing the new TLS certificate failed: {} (the old one stays)", e.toString(), e);
        }
    }

    private static Certificate.Source source(Config config) {
        var names = Arrays.stream(config.names())
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        return new Certificate.Source(
                path(config.certificate()),
                path(config.key()),
                path(config.keyStore()),
                path(config.keyStorePasswordFile()),
                Path.of(config.folder()),
                names);
    }

    private static Optional<Path> path(String text) {
        return Optional.of(text.strip()).filter(name -> !name.isEmpty()).map(Path::of);
    }
}
