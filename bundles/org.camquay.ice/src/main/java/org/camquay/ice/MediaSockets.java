// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.DatagramPorts;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.TcpPorts;
import org.camquay.net.AddressFilter;
import org.camquay.net.Addresses;
import org.camquay.net.LocalAddresses;
import org.camquay.net.OwnAddresses;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the sockets that all peers' media share: one UDP port number, one socket for each local address, all of the one
 * back end that {@link DatagramChoice} waited for. Thread: any.
 */
@Component(service = MediaSockets.class, enabled = false)
@Designate(ocd = MediaSockets.Config.class)
public final class MediaSockets {
    @ObjectClassDefinition(name = "Media sockets")
    public @interface Config {
        /** The UDP port number of all media; 0 is any free one. */
        int port() default 4545;

        /** The only local IP address to use; empty is those of every interface. */
        String address() default "";

        /** The TCP port number where peers connect that have no UDP (ICE-TCP, passive); 0 is none. */
        int tcpPort() default 0;

        /** Interfaces to use, by name, {@code *} for any characters and {@code !} to deny: {@code eth*,!docker*}. */
        String interfaces() default "";

        /** Addresses and networks to use, {@code !} to deny: {@code 192.0.2.0/24,!2001:db8::/32}. */
        String addresses() default "";
    }

    private static final Logger log = LoggerFactory.getLogger(MediaSockets.class);
    private static final long SCAN_MILLIS = 3000;

    private final Demultiplexer demultiplexer = new Demultiplexer();
    private final OwnAddresses own = new OwnAddresses();
    private final CheckTargets targets = new CheckTargets(own::contain);
    private final SocketSet sockets;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, MediaSockets::thread, new ThreadPoolExecutor.DiscardPolicy());
    private final TcpPorts tcp;
    private final SocketSet listeners;
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private volatile List<SharedTransport> transports = List.of();
    private volatile Config config;
    private String complained = "";

    /**
     * Opens at once.
     *
     * @param ports the best back end there is now; a better one that comes later is left alone
     * @param tcp may be null
     */
    @Activate
    public MediaSockets(
            @Reference(name = "ports") DatagramPorts ports, @Reference(name = "tcp") TcpPorts tcp, Config config) {
        this.config = config;
        this.tcp = tcp;
        sockets = new SocketSet(ports, demultiplexer, Protocol.UDP);
        listeners = new SocketSet(tcp, demultiplexer, Protocol.TCP_PASSIVE);
        scan();
        // Addresses come and go, and a port that was taken may be given back.
        timer.scheduleWithFixedDelay(this::scan, SCAN_MILLIS, SCAN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Sockets that stay as they are keep their peers. */
    @Modified
    void modified(Config newConfig) {
        config = newConfig;
        timer.execute(this::scan);
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "timer");
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for sockets that are just being opened; none are opened afterwards. */
    @Deactivate
    public void close() {
        timer.shutdown();
        closeAll();
    }

    private synchronized void closeAll() {
        sockets.close();
        listeners.close();
        transports = List.of();
    }

    /** The open ones, best first. */
    List<? extends Transport> transports() {
        return transports;
    }

    /** A peer is about to join: what it sends is received at once. */
    void attend() {
        transports.forEach(SharedTransport::attend);
    }

    /** Runs each time after {@link #transports} changed, on another thread. */
    void onChange(Runnable watcher) {
        watchers.add(watcher);
    }

    /** Undoes {@link #onChange}. */
    void forget(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** A port on the address of a UDP base that connects to peers; null where there is no TCP. */
    DatagramPort active(EventLoop loop, Transport base) {
        return tcp == null ? null : tcp.active(loop, base.localAddress());
    }

    /** Where agents may send checks. */
    CheckTargets targets() {
        return targets;
    }

    Demultiplexer demultiplexer() {
        return demultiplexer;
    }

    /** One at a time: it is closed while one is under way. */
    private synchronized void scan() {
        if (timer.isShutdown()) {
            return;
        }
        try {
            own.refresh();
            var wanted = config;
            var addresses = addresses(wanted);
            sockets.refresh(addresses, wanted.port());
            if (tcp != null) {
                listeners.refresh(wanted.tcpPort() == 0 ? List.of() : addresses, wanted.tcpPort());
            }
            var now = Stream.concat(sockets.transports().stream(), listeners.transports().stream())
                    .toList();
            if (!now.equals(transports)) {
                transports = now;
                watchers.forEach(Runnable::run);
            }
        } catch (Throwable e) {
            // The executor would never scan again.
            log.error("opening the media sockets failed", e);
        }
    }

    private List<InetAddress> addresses(Config wanted) {
        var address = wanted.address().strip();
        if (address.isEmpty()) {
            return LocalAddresses.ofInterfaces(new AddressFilter(wanted.interfaces(), wanted.addresses()));
        }
        var literal = Addresses.literal(address);
        if (literal.isEmpty() && !address.equals(complained)) {
            complained = address;
            log.error(
                    "media address refused: {} (not an IP address; name one of this machine's, or none for all)",
                    address);
        }
        return literal.stream().toList();
    }
}
