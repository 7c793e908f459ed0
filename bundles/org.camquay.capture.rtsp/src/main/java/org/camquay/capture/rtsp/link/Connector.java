// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.camquay.net.ByteStream;
import org.camquay.net.NetLoop;
import org.camquay.net.TcpStream;
import org.camquay.net.TlsStream;
import org.camquay.tls.Pin;
import org.camquay.tls.Trust;

/** Makes connections to one address of a camera, over TCP or TLS. Only on its loop. */
public final class Connector {
    private static final String PIN = "#pin=… of the URI";

    private final NetLoop loop;
    private final Executor work;
    private final Optional<SSLContext> tls;
    private final String host;
    private final InetSocketAddress address;

    private Connector(NetLoop loop, Executor work, Optional<SSLContext> tls, String host, InetSocketAddress address) {
        this.loop = loop;
        this.work = work;
        this.tls = tls;
        this.host = host;
        this.address = address;
    }

    /** Over TCP. */
    public static Connector plain(NetLoop loop, String host, InetSocketAddress address) {
        return new Connector(loop, Runnable::run, Optional.empty(), host, address);
    }

    /**
     * Over TLS. Cameras make their certificates themselves, so that each is believed unless keys are pinned.
     *
     * @param work runs what takes long
     * @param pins the keys that are believed; none: all
     */
    public static Connector tls(NetLoop loop, Executor work, String host, InetSocketAddress address, List<Pin> pins) {
        var context = pins.isEmpty() ? Trust.everybody() : Trust.pinned(pins, PIN);
        return new Connector(loop, work, Optional.of(context), host, address);
    }

    /** Begins to connect; {@code listener} is told what comes of it. */
    public ByteStream connect(ByteStream.Listener listener) throws IOException {
        if (tls.isEmpty()) {
            return TcpStream.connect(loop, address, listener);
        }
        var engine = tls.get().createSSLEngine(host, address.getPort());
        engine.setUseClientMode(true);
        var stream = new TlsStream(loop, engine, work, listener);
        return stream.on(TcpStream.connect(loop, address, stream));
    }
}
