// SPDX-License-Identifier: Apache-2.0
package org.camquay.http;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What one feature needs to be up; every feature that serves brings a configuration of its own. Thread: any. */
@Component(service = Expectation.class, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Expectation.Config.class, factory = true)
public final class Expectation {
    /** What must be there. In a {@code .cfg} file, names are separated by commas. */
    @ObjectClassDefinition(name = "Health: what must be up")
    public @interface Config {
        /** Commands. */
        String[] commands() default {};

        /** Services of the core: {@code streams}, {@code signaling}, {@code peers}. */
        String[] requires() default {};

        /**
         * Names of streams that must have been live once, even if nothing has pulled them yet, and that must be live
         * (or wait for their first viewer) as long as they are pulled: without them the server is not healthy.
         */
        String[] streams() default {};

        /** Rooms that must have been registered once, even if nothing has asked for them yet. */
        String[] rooms() default {};
    }

    private final Config config;

    @Activate
    public Expectation(Config config) {
        this.config = config;
    }

    List<String> commands() {
        return Names.of(config.commands());
    }

    List<String> services() {
        return Names.of(config.requires());
    }

    List<String> streams() {
        return Names.of(config.streams());
    }

    List<String> rooms() {
        return Names.of(config.rooms());
    }
}
