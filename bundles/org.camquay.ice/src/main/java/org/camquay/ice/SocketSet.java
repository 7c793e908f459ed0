// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camquay.api.net.DatagramPort;
import org.camquay.api.net.DatagramPorts;
import org.camquay.net.Addresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets that are open, kept equal to the addresses that are wanted. Only {@link #transports} on any thread. */
final class SocketSet {
    private static final Logger log = LoggerFactory.getLogger(SocketSet.class);
    private static final int TOP_PREFERENCE = 65_535;
    private static final int ATTEMPTS = 10;

    private final Demultiplexer demultiplexer;
    private final DatagramPorts ports;
    private final Protocol protocol;
    private final Map<InetAddress, SharedTransport> open = new LinkedHashMap<>();
    /** What was said already, so that a retry does not say it again. */
    private final Set<InetSocketAddress> complained = new HashSet<>();

    private volatile List<SharedTransport> transports = List.of();
    private int wantedPort;

    SocketSet(DatagramPorts ports, Demultiplexer demultiplexer, Protocol protocol) {
        this.protocol = protocol;
        this.ports = ports;
        this.demultiplexer = demultiplexer;
    }

    List<SharedTransport> transports() {
        return transports;
    }

    /** Opens and closes what it takes; port 0 is any that is free on all of the first addresses. */
    void refresh(List<InetAddress> addresses, int port) {
        if (port != wantedPort) {
            closeAll();
            wantedPort = port;
        }
        open.entrySet().removeIf(each -> {
            var transport = each.getValue();
            boolean gone = !addresses.contains(each.getKey()) || transport.isClosed();
            if (gone) {
                log.info("media socket closed: {}", transport);
                transport.close();
            }
            return gone;
        });
        if (port == 0 && open.isEmpty()) {
            openAnywhere(addresses);
        } else {
            int number = port != 0
                    ? port
                    : open.values().iterator().next().localAddress().getPort();
            addresses.stream().filter(address -> !open.containsKey(address)).forEach(address -> open(address, number));
        }
        transports = addresses.stream().filter(open::containsKey).map(open::get).toList();
    }

    void close() {
        closeAll();
        transports = List.of();
    }

    private void closeAll() {
        open.values().forEach(SharedTransport::close);
        open.clear();
        complained.clear();
    }

    private void openAnywhere(List<InetAddress> addresses) {
        for (int i = 0; i < ATTEMPTS && !addresses.isEmpty(); i++) {
            var opened = new ArrayList<DatagramPort>();
            try {
                int number = 0;
                for (var address : addresses) {
                    var port = ports.open(new InetSocketAddress(address, number));
                    number = port.localAddress().getPort();
                    opened.add(port);
                }
                opened.forEach(this::add);
                return;
            } catch (IOException e) {
                opened.forEach(DatagramPort::close);
                log.debug("no number that is free on all of {}", addresses, e);
            }
        }
        // Not on all of them at once, so on those that can be had.
        addresses.forEach(address -> open(address, numberInUse()));
    }

    private int numberInUse() {
        return open.values().stream()
                .findFirst()
                .map(transport -> transport.localAddress().getPort())
                .orElse(0);
    }

    private void open(InetAddress address, int number) {
        var local = new InetSocketAddress(address, number);
        try {
            add(ports.open(local));
            complained.remove(local);
        } catch (IOException e) {
            if (complained.add(local)) {
                complain(local, e);
            }
        }
    }

    private void add(DatagramPort port) {
        // A later one never equals an earlier one, and none is lost where addresses come and go.
        int preference = TOP_PREFERENCE;
        while (preferenceIsTaken(preference)) {
            preference--;
        }
        var transport = new SharedTransport(port, preference, demultiplexer, protocol);
        open.put(port.localAddress().getAddress(), transport);
        log.info("media socket opened: {}", transport);
    }

    private boolean preferenceIsTaken(int preference) {
        return open.values().stream().anyMatch(transport -> transport.localPreference() == preference);
    }

    private void complain(InetSocketAddress local, IOException e) {
        var where = Addresses.text(local);
        if (protocol != Protocol.UDP) {
            log.error("opening an ICE-TCP socket failed: {} ({}; trying again)", where, e.getMessage());
        } else if (e instanceof BindException) {
            log.error(
                    "opening a UDP socket failed: {} ({}; end the program that has the port, or choose another with "
                            + "--port or the setting org.camquay.ice.MediaSockets port; trying again)",
                    where,
                    e.getMessage());
        } else {
            log.error("opening a UDP socket failed: {} ({}; trying again)", where, e.getMessage());
        }
    }
}
