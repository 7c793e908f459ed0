// SPDX-License-Identifier: Apache-2.0
package org.camquay.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.camquay.api.health.Heartbeat;
import org.camquay.api.health.Pulse;
import org.camquay.api.net.EventLoop;
import org.camquay.api.net.EventLoops;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads {@code net-<n>}, one for each core. Thread: any. */
@Component(service = {EventLoops.class, NetLoops.class, Pulse.class})
@Designate(ocd = NetLoops.Config.class)
public final class NetLoops implements EventLoops, Pulse {
    @ObjectClassDefinition(name = "Event loops")
    public @interface Config {
        /** How many threads; 0 is one for each core. */
        int loops() default 0;

        /** Viewers of a loop before the next one gets some; when all have so many, they are spread evenly. */
        int viewersPerLoop() default 32;
    }

    private static final Logger log = LoggerFactory.getLogger(NetLoops.class);

    private final List<NetLoop> loops = new ArrayList<>();
    private final List<Heartbeat> heartbeats = new ArrayList<>();
    private final int[] viewers;
    private volatile int viewersPerLoop;
    private int source;

    @Activate
    public NetLoops(Config config) throws IOException {
        this(config.loops(), config.viewersPerLoop());
    }

    /** As many loops as are asked for; 0 is one for each core. Viewers are spread evenly. */
    public NetLoops(int wanted) throws IOException {
        this(wanted, 0);
    }

    private NetLoops(int wanted, int viewersPerLoop) throws IOException {
        int count = wanted > 0 ? wanted : Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < count; i++) {
            var loop = new NetLoop("net-" + i);
            loops.add(loop);
            heartbeats.add(new Heartbeat("net-" + i, loop, System::nanoTime));
        }
        viewers = new int[count];
        this.viewersPerLoop = viewersPerLoop;
    }

    @Modified
    void modified(Config config) {
        viewersPerLoop = config.viewersPerLoop();
        // Viewers are pinned to their loops, so they stay as they are.
        log.info("event loops unchanged: their new number ({}) takes effect at the next start", config.loops());
    }

    @Override
    public synchronized NetLoop next() {
        int best = 0;
        for (int i = 0; i < viewers.length; i++) {
            if (viewers[i] < viewersPerLoop) {
                best = i;
                break;
            }
            best = viewers[i] < viewers[best] ? i : best;
        }
        viewers[best]++;
        return loops.get(best);
    }

    /**
     * The loop for the next source of media, by turns from the last one on: viewers fill the loops from the first one on, and a loop
     * whose viewers may wait for each other (ADR 17) is best without what may not wait.
     */
    public synchronized NetLoop forSource() {
        source = (source == 0 ? loops.size() : source) - 1;
        return loops.get(source);
    }

    @Override
    public synchronized void release(EventLoop loop) {
        int index = loops.indexOf(loop);
        if (index >= 0 && viewers[index] > 0) {
            viewers[index]--;
        }
    }

    /** The loop that gets viewers first, with what sockets need: what they receive is mostly its own. */
    @Override
    public NetLoop first() {
        return loops.get(0);
    }

    @Override
    public List<String> stuck() {
        return heartbeats.stream()
                .filter(heartbeat -> !heartbeat.beats())
                .map(heartbeat -> "event loop " + heartbeat.name())
                .toList();
    }

    @Deactivate
    public void close() {
        loops.forEach(NetLoop::close);
    }
}
