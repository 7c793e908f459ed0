// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.servers;

import java.util.List;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The same servers for every peer, as configured. One instance for each configuration. Thread: any. */
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FixedIceServers.Config.class, factory = true)
public final class FixedIceServers implements IceServerProvider {
    /** The servers. */
    @ObjectClassDefinition(name = "STUN and TURN servers, fixed")
    public @interface Config {
        /** Of several providers, the one with more is asked first. */
        int service_ranking() default 0;

        /** {@code stun:}, {@code turn:} and {@code turns:} URLs (RFC 7064, 7065), with commas between. */
        @AttributeDefinition(required = false)
        String[] urls() default {};

        /** For the TURN servers among them. */
        @AttributeDefinition(required = false)
        String username() default "";

        /** For the TURN servers among them; a secret. */
        @AttributeDefinition(required = false, type = AttributeType.PASSWORD)
        String credential() default "";
    }

    private final List<IceServer> servers;

    /** Made by the framework. */
    @Activate
    public FixedIceServers(Config config) {
        this(config.urls(), config.username(), config.credential());
    }

    FixedIceServers(String[] configured, String username, String credential) {
        var urls = ServerUrls.usable(configured, !username.isEmpty() && !credential.isEmpty());
        servers = urls.isEmpty() ? List.of() : List.of(new IceServer(urls, username, credential));
    }

    @Override
    public List<IceServer> iceServers(String user) {
        return servers;
    }
}
