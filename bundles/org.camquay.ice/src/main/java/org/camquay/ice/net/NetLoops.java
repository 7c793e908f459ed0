// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
@Component(service = {EventLoops.class, NetLoops.class})
@Designate(ocd = NetLoops.Config.class)
public final class NetLoops implements EventLoops {
    @ObjectClassDefinition(name = "Event loops")
    public @interface Config {
        /** How many threads; 0 is one for each core. */
        int loops() default 0;
    }

    private static final Logger log = LoggerFactory.getLogger(NetLoops.class);

    private final List<NetLoop> loops = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    @Activate
    public NetLoops(Config config) throws IOException {
        this(config.loops());
    }

    /** As many loops as are asked for; 0 is one for each core. */
    public NetLoops(int wanted) throws IOException {
        int count = wanted > 0 ? wanted : Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < count; i++) {
            loops.add(new NetLoop("net-" + i));
        }
    }

    @Modified
    void modified(Config config) {
        // Viewers are pinned to their loops, so they stay as they are.
        log.info("the number of event loops ({}) takes effect at the next start", config.loops());
    }

    @Override
    public EventLoop next() {
        return nextLoop();
    }

    /** As {@link #next}, with what sockets need. */
    public NetLoop nextLoop() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    @Deactivate
    public void close() {
        loops.forEach(NetLoop::close);
    }
}
