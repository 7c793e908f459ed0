// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import java.util.List;
import java.util.stream.Stream;
import org.camquay.api.health.Pulse;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the process lives: its threads and periodic tasks move. What is missing or full is no matter of it. Thread: any. */
@Component(service = Liveness.class)
public final class Liveness {
    private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);

    @Reference(name = "pulses", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Pulse> pulses = List.of();

    /** How it is now; a thread that stands still shows some seconds after the first question. */
    Health check() {
        return new Health(pulses.stream().flatMap(Liveness::stuck).sorted().toList());
    }

    private static Stream<String> stuck(Pulse pulse) {
        try {
            return pulse.stuck().stream();
        } catch (RuntimeException | LinkageError e) {
            // A bundle that is just being replaced is no reason to end the process.
            LOG.debug("asking for a pulse failed: {}", pulse.getClass().getName(), e);
            return Stream.empty();
        }
    }
}
