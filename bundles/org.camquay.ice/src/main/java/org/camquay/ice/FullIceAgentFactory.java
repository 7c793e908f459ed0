// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.camquay.api.ice.IceAgent;
import org.camquay.api.ice.IceAgentFactory;
import org.camquay.api.ice.IceConfig;
import org.camquay.api.ice.IceListener;
import org.camquay.api.net.EventLoop;
import org.camquay.ice.net.ServerLinks;
import org.camquay.ice.turn.Challenges;
import org.camquay.net.WorkThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Makes full agents on the shared media sockets. Thread: any. */
@Component
@Designate(ocd = FullIceAgentFactory.Config.class)
public final class FullIceAgentFactory implements IceAgentFactory {
    @ObjectClassDefinition(name = "ICE")
    public @interface Config {
        /** Pause between connectivity checks (Ta, RFC 8445 §14.2), at least 5. */
        int paceMillis() default 50;

        /** How long at least to wait for a pair to work, before giving up (RFC 8863). */
        int patienceMillis() default 15_000;

        /** When to give up, however many checks are still open. */
        int giveUpMillis() default 30_000;
    }

    private final MediaSockets sockets;
    private final ServerLinks links;
    private final HostResolver resolver;
    private final CheckTargets targets;
    private final Challenges challenges = new Challenges();
    private volatile Timing timing;

    @Activate
    public FullIceAgentFactory(
            @Reference(name = "sockets") MediaSockets sockets,
            @Reference(name = "links") ServerLinks links,
            @Reference(name = "work") WorkThreads work,
            Config config) {
        this(
                sockets,
                links,
                new CachingResolver(work, InetAddress::getAllByName, System::nanoTime),
                sockets.targets(),
                config);
    }

    /** One for viewers: its agents ask no servers, and also check addresses of this machine. */
    public FullIceAgentFactory(MediaSockets sockets, Config config) {
        this(
                sockets,
                (loop, transport, server, host, opened) -> {
                    throw new IllegalStateException("no servers here");
                },
                (host, loop, found) ->
                        loop.execute(() -> found.accept(new HostResolver.Resolution(List.of(), "no servers here"))),
                CheckTargets.ELSEWHERE,
                config);
    }

    private FullIceAgentFactory(
            MediaSockets sockets, ServerLinks links, HostResolver resolver, CheckTargets targets, Config config) {
        this.sockets = sockets;
        this.links = links;
        this.resolver = resolver;
        this.targets = targets;
        modified(config);
    }

    /** Agents to come take the new times. */
    @Modified
    void modified(Config config) {
        timing = new Timing(
                Duration.ofMillis(Math.max(5, config.paceMillis())),
                Duration.ofMillis(Math.max(0, config.patienceMillis())),
                Duration.ofMillis(Math.max(1, config.giveUpMillis())));
    }

    @Override
    public IceAgent create(EventLoop loop, IceConfig config, IceListener listener) {
        var setup = new AgentSetup(
                loop,
                config.label(),
                config.policy(),
                timing,
                sockets::transports,
                sockets.demultiplexer(),
                resolver,
                links,
                challenges,
                new ActiveTcp(base -> sockets.active(loop, base)),
                targets,
                new Journal(loop));
        var agent = new FullIceAgent(setup, config.servers(), listener);
        Runnable watcher = () -> loop.execute(agent::onBasesChange);
        sockets.onChange(watcher);
        agent.onClosed(() -> sockets.forget(watcher));
        sockets.attend();
        return agent;
    }
}
