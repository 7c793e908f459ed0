// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.turn.Challenges;
import org.camquay.net.Addresses;
import org.camquay.testkit.FakeEventLoop;
import org.camquay.testkit.net.VirtualNetwork;

/** A machine of the virtual network with its sockets on port 4545 and one agent. */
final class VirtualPeer {
    final Demultiplexer demultiplexer = new Demultiplexer();
    final SocketSet sockets;
    final VirtualPorts ports;
    final RecordingIceListener heard = new RecordingIceListener();
    final FullIceAgent agent;
    final VirtualLinks links;
    private final Challenges challenges = new Challenges();
    private final FakeEventLoop loop;
    private int told;

    VirtualPeer(FakeEventLoop loop, VirtualNetwork network, String... addresses) {
        this(loop, network, IceTransportPolicy.ALL, List.of(), addresses);
    }

    /** One that may ask servers. */
    VirtualPeer(
            FakeEventLoop loop,
            VirtualNetwork network,
            IceTransportPolicy policy,
            List<IceServer> servers,
            String... addresses) {
        this.loop = loop;
        links = new VirtualLinks(network, ip(addresses.length > 0 ? addresses[0] : "192.0.2.99"));
        ports = new VirtualPorts(network);
        sockets = new SocketSet(ports, demultiplexer, Protocol.UDP);
        sockets.refresh(Stream.of(addresses).map(VirtualPeer::ip).toList(), 4545);
        agent = agent(heard, policy, servers);
    }

    /** Another agent on the same sockets. */
    FullIceAgent agent(RecordingIceListener listener) {
        return agent(listener, IceTransportPolicy.ALL, List.of());
    }

    /** The same, that may ask servers. */
    FullIceAgent agent(RecordingIceListener listener, IceTransportPolicy policy, List<IceServer> servers) {
        var setup = new AgentSetup(
                loop,
                "peer",
                policy,
                Timing.DEFAULT,
                sockets::transports,
                demultiplexer,
                VirtualPeer::resolve,
                links,
                challenges,
                new ActiveTcp(base -> null),
                CheckTargets.ELSEWHERE,
                new Journal(loop));
        return new FullIceAgent(setup, servers, listener);
    }

    /** Addresses as they are, and no names. */
    private static void resolve(String host, EventLoop loop, Consumer<HostResolver.Resolution> found) {
        found.accept(Addresses.literal(host)
                .map(address -> new HostResolver.Resolution(List.of(address), ""))
                .orElseGet(() -> new HostResolver.Resolution(List.of(), "its name " + host + " is not known (DNS)")));
    }

    static InetAddress ip(String text) {
        return Addresses.literal(text).orElseThrow();
    }

    void run(Runnable task) {
        loop.run(task);
    }

    /** Gathers, and tells our parameters and then our candidates to the other, who begins in {@code role}. */
    void offerTo(VirtualPeer other, IceRole role) {
        run(agent::gather);
        parametersTo(other);
        other.run(() -> other.agent.start(role));
        trickleTo(other);
    }

    void parametersTo(VirtualPeer other) {
        other.run(() -> other.agent.setRemoteParameters(agent.localParameters()));
    }

    /** The candidates that were not told yet, and that there are no more. */
    void trickleTo(VirtualPeer other) {
        var news = new ArrayList<>(heard.candidates.subList(told, heard.candidates.size()));
        told = heard.candidates.size();
        news.add(new IceCandidate("", null, null, agent.localParameters().usernameFragment()));
        tell(other, news);
    }

    /** The candidates that were not told yet. */
    void trickle(VirtualPeer other) {
        var news = new ArrayList<>(heard.candidates.subList(told, heard.candidates.size()));
        told = heard.candidates.size();
        if (!news.isEmpty()) {
            tell(other, news);
        }
    }

    static void tell(VirtualPeer other, List<IceCandidate> candidates) {
        other.run(() -> {
            try {
                for (var candidate : candidates) {
                    other.agent.addRemoteCandidate(candidate);
                }
            } catch (IceException e) {
                throw new AssertionError(e);
            }
        });
    }

    boolean isConnected() {
        return agent.state() == IceTransportState.CONNECTED || agent.state() == IceTransportState.COMPLETED;
    }

    boolean isNominated() {
        return agent.selectedPair().filter(pair -> pair.nominated()).isPresent();
    }

    void report(String text) {
        run(() -> agent.send(RecordingIceListener.report(text)));
    }

    void send(String text) {
        run(() -> agent.send(RecordingIceListener.packet(text)));
    }
}
