// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.camquay.api.ice.IceServerUrl;
import org.camquay.api.net.EventLoop;
import org.camquay.net.ByteStream;
import org.camquay.net.NetLoop;
import org.camquay.net.TcpStream;
import org.camquay.net.TlsStream;
import org.camquay.net.WorkThreads;
import org.camquay.tls.Pin;
import org.camquay.tls.Trust;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ways to servers on the sockets of the Java runtime. Thread: any. */
@Component
@Designate(ocd = NioServerLinks.Config.class)
public final class NioServerLinks implements ServerLinks {
    /** Settings. */
    @ObjectClassDefinition(name = "Connections to STUN and TURN servers")
    public @interface Config {
        /** Authorities whose servers are trusted over TLS: PKCS #12, JKS or PEM; empty is those of the Java runtime. */
        String trustStore() default "";

        /** Password of a PKCS #12 or JKS file. */
        String trustStorePassword() default "";

        /** SHA-256 of the keys or certificates of servers that are trusted over TLS in place of authorities; empty for none. */
        String[] pins() default {};

        /** Trusts every certificate: anybody on the path can pose as the server. */
        boolean trustAll() default false;
    }

    private static final Logger log = LoggerFactory.getLogger(NioServerLinks.class);
    private static final String PINS = "pins of " + NioServerLinks.class.getName();
    private static final String SETTING = "trustStore of " + NioServerLinks.class.getName();

    private final WorkThreads work;
    private final InstantSource clock;
    private volatile SSLContext tls;
    private volatile String broken = "";
    private volatile boolean verified;

    @Activate
    public NioServerLinks(@Reference(name = "work") WorkThreads work, Config config) {
        this(work, InstantSource.system(), config);
    }

    NioServerLinks(WorkThreads work, InstantSource clock, Config config) {
        this.work = work;
        this.clock = clock;
        modified(config);
    }

    /** Connections to come take the new settings. */
    @Modified
    void modified(Config config) {
        try {
            if (config.trustAll()) {
                log.warn("certificates not verified: TURN servers (trustAll is set)");
            }
            tls = context(config);
            verified = !config.trustAll();
            broken = "";
        } catch (IOException | IllegalArgumentException e) {
            tls = null;
            broken = "TLS is not set up: " + e.getMessage();
            log.error("TURN over TLS unusable: {}", broken, e);
        }
    }

    private SSLContext context(Config config) throws IOException {
        if (config.trustAll()) {
            return Trust.everybody();
        }
        var pins = Arrays.stream(config.pins())
                .flatMap(text -> Arrays.stream(text.split(",")))
                .filter(text -> !text.isBlank())
                .map(Pin::parse)
                .toList();
        return pins.isEmpty()
                ? Trust.context(
                        config.trustStore().strip(), config.trustStorePassword().toCharArray(), clock, SETTING)
                : Trust.pinned(pins, PINS);
    }

    @Override
    public ServerLink open(
            EventLoop loop,
            IceServerUrl.Transport transport,
            InetSocketAddress server,
            String host,
            ServerLink.Listener listener) {
        if (!(loop instanceof NetLoop net)) {
            throw new IllegalArgumentException(loop + " has no sockets");
        }
        try {
            return switch (transport) {
                case UDP -> DatagramLink.open(net, server, listener);
                case TCP -> new StreamLink(net, stream -> TcpStream.connect(net, server, stream), listener);
                case TLS -> new StreamLink(net, stream -> tls(net, server, host, stream), listener);
            };
        } catch (IOException | RuntimeException e) {
            boolean notSetUp = transport == IceServerUrl.Transport.TLS && tls == null;
            var reason = e instanceof IOException io ? TcpStream.reason(io, false) : e.toString();
            return new Nowhere(loop, listener, notSetUp ? broken : reason);
        }
    }

    private ByteStream tls(NetLoop loop, InetSocketAddress server, String host, ByteStream.Listener listener)
            throws IOException {
        var context = tls;
        if (context == null) {
            throw new IOException(broken);
        }
        var stream = new TlsStream(loop, engine(context, host, server.getPort()), work, listener);
        return stream.on(TcpStream.connect(loop, server, stream));
    }

    private SSLEngine engine(SSLContext context, String host, int port) {
        var engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        if (verified) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** A way that could not even be begun. */
    private static final class Nowhere implements ServerLink {
        private boolean closed;

        Nowhere(EventLoop loop, Listener listener, String reason) {
            loop.execute(() -> {
                if (!closed) {
                    closed = true;
                    listener.onClosed(reason);
                }
            });
        }

        @Override
        public boolean isReliable() {
            return true;
        }

        @Override
        public boolean send(ByteBuffer message) {
            return false;
        }

        @Override
        public boolean sendChannelData(int channel, ByteBuffer payload) {
            return false;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
