// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camquay.api.net.DatagramPorts;
import org.camquay.api.net.EventLoop;
import org.camquay.api.net.EventLoops;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides once, at the start, when {@link MediaSockets} takes the best back end there is: as soon as there is another one than
 * that of the Java runtime, or after a second. Thread: any.
 */
@Component(service = {})
public final class DatagramChoice {
    static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private static final Logger log = LoggerFactory.getLogger(DatagramChoice.class);

    private final Runnable choose;
    private final AtomicBoolean chosen = new AtomicBoolean();

    @Activate
    public DatagramChoice(ComponentContext component, @Reference(name = "loops") EventLoops loops) {
        this(loops.first(), () -> component.enableComponent(MediaSockets.class.getName()));
    }

    DatagramChoice(EventLoop loop, Runnable choose) {
        this.choose = choose;
        loop.schedule(this::onPatienceOver, PATIENCE);
    }

    /** There is another back end; one that comes after the choice changes nothing. */
    @Reference(
            name = "other",
            target = "(!(backEnd=nio))",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    void bindOther(DatagramPorts other) {
        if (chosen.compareAndSet(false, true)) {
            choose.run();
        }
    }

    void unbindOther(DatagramPorts other) {
        log.debug("{} is gone", other);
    }

    private void onPatienceOver() {
        if (chosen.compareAndSet(false, true)) {
            log.info("UDP back end chosen: the Java runtime's (no other appeared within a second)");
            choose.run();
        }
    }
}
