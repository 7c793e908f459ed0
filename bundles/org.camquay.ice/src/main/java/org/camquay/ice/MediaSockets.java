// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.camquay.ice.net.DatagramPorts;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the sockets that all peers' media share: one UDP port number, one socket for each local address. Thread: any. */
@Component(service = MediaSockets.class)
@Designate(ocd = MediaSockets.Config.class)
public final class MediaSockets {
    @ObjectClassDefinition(name = "Media sockets")
    public @interface Config {
        /** The UDP port number of all media; 0 is any free one. */
        int port() default 4545;

        /** The only local IP address to use; empty is those of every interface. */
        String address() default "";
    }

    private static final Logger log = LoggerFactory.getLogger(MediaSockets.class);
    private static final long SCAN_MILLIS = 3000;

    private final Demultiplexer demultiplexer = new Demultiplexer();
    private final SocketSet sockets;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "timer");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Config config;
    private String complained = "";

    @Activate
    public MediaSockets(@Reference(name = "ports") DatagramPorts ports, Config config) {
        this.config = config;
        sockets = new SocketSet(ports, demultiplexer);
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

    @Deactivate
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.close();
    }

    /** The open ones, best first. */
    List<? extends Transport> transports() {
        return sockets.transports();
    }

    Demultiplexer demultiplexer() {
        return demultiplexer;
    }

    private void scan() {
        try {
            var wanted = config;
            sockets.refresh(addresses(wanted.address().strip()), wanted.port());
        } catch (RuntimeException e) {
            log.error("the media sockets could not be opened", e);
        }
    }

    private List<InetAddress> addresses(String address) {
        if (address.isEmpty()) {
            return LocalAddresses.ofInterfaces();
        }
        var literal = Addresses.literal(address);
        if (literal.isEmpty() && !address.equals(complained)) {
            complained = address;
            log.error("media address {} is not an IP address; name one of this machine's, or none for all", address);
        }
        return literal.stream().toList();
    }
}
