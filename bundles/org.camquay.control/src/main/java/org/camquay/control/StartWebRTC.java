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
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A room as a configuration file wants it: it is waited in as long as the file is there. */
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = StartWebRTC.Config.class, factory = true)
public final class StartWebRTC {
    private static final Logger LOG = LoggerFactory.getLogger(StartWebRTC.class);

    /** The keys of the file, as the parameters of {@code startWebRTC}; letter case is ignored. */
    @ObjectClassDefinition(name = "Room")
    public @interface Config {
        /** Address of the rendezvous server. */
        @AttributeDefinition(required = false)
        String ersIP();

        /** Its name or address; preferred over {@code ersIP}. */
        @AttributeDefinition(required = false)
        String ers();

        /** Its port, 1 to 65535. */
        @AttributeDefinition(required = false)
        int ersPort();

        /** The room to wait in. */
        String roomID();

        /** Proves the right to open the room. */
        @AttributeDefinition(required = false, type = AttributeType.PASSWORD)
        String token();

        /** The streams shown there, with commas between; {@code *} for all but those of other rooms. */
        @AttributeDefinition(required = false)
        String streams();

        /** Whether it is TLS. */
        boolean ersOverSsl() default false;

        /** SHA-256 of the server's key or certificate, trusted in place of an authority. */
        @AttributeDefinition(required = false)
        String pin();

        /** The signaling server, instead of {@code ersIP}, {@code ersPort} and {@code ersOverSsl}. */
        @AttributeDefinition(required = false)
        String url();
    }

    private final WebRtcIntents intents;
    private final long configId;

    @Activate
    public StartWebRTC(@Reference(name = "intents") WebRtcIntents intents, Map<String, Object> properties) {
        this.intents = intents;
        this.configId = intents.nextConfigId();
        modified(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        var written = WrittenConfiguration.of(properties);
        try {
            var arguments = CommandArguments.of(RoomParameters.ALL, written.arguments());
            intents.written(RoomParameters.intent(arguments, configId), written.file());
        } catch (CommandException e) {
            intents.withdrawn(configId);
            LOG.error(
                    "room configuration refused: {} ({}; no room until the file is corrected)",
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
