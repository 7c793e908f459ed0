// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.util.Map;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream as a configuration file wants it: it is there as long as the file is. */
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PullStream.Config.class, factory = true)
public final class PullStream {
    private static final Logger LOG = LoggerFactory.getLogger(PullStream.class);

    /** The keys of the file, as the parameters of {@code pullStream}; letter case is ignored. */
    @ObjectClassDefinition(name = "Stream")
    public @interface Config {
        /** The source. */
        String uri();

        /** The name viewers ask for. */
        @AttributeDefinition(required = false)
        String localStreamName();

        /** Whether a lost source is opened again. */
        boolean keepAlive() default true;

        /** Whether an RTSP source sends over its TCP connection. */
        boolean forceTcp() default true;

        /** Whether the source is opened with the first viewer and closed after the last. */
        boolean lazy() default false;

        /** The group it is one quality of. */
        @AttributeDefinition(required = false)
        String group() default "";
    }

    private final PullIntents intents;
    private final long configId;

    @Activate
    public PullStream(@Reference(name = "intents") PullIntents intents, Map<String, Object> properties) {
        this.intents = intents;
        this.configId = intents.nextConfigId();
        modified(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        var written = WrittenConfiguration.of(properties);
        try {
            var refusal = PullParameters.refusal(written.arguments());
            if (refusal.isPresent()) {
                throw new CommandException(refusal.get());
            }
            var arguments = CommandArguments.of(PullParameters.ALL, written.arguments());
            intents.written(PullParameters.intent(arguments, configId), written.file());
        } catch (CommandException e) {
            intents.withdrawn(configId);
            LOG.error(
                    "stream configuration refused: {} ({}; no stream until the file is corrected)",
                    written.file(),
                    e.getMessage());
        }
    }

    @Deactivate
    void close(int reason) {
        // When this bundle or the core stops, the file still stands, and so does its will.
        if (reason == ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED
                || reason == ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_MODIFIED) {
            intents.withdrawn(configId);
        }
    }
}
