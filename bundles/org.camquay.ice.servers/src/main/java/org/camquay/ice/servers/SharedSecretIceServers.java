// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice.servers;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.camquay.api.ice.IceServer;
import org.camquay.api.ice.IceServerProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials that expire, made for each peer from a secret shared with the TURN server (draft-uberti-behave-turn-rest):
 * user name {@code expiry:name}, credential base64 of its HMAC-SHA1. coturn knows them as {@code use-auth-secret}. One
 * instance for each configuration. Thread: any.
 */
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SharedSecretIceServers.Config.class, factory = true)
public final class SharedSecretIceServers implements IceServerProvider {
    /** The servers and their secret. */
    @ObjectClassDefinition(name = "STUN and TURN servers, with credentials that expire")
    public @interface Config {
        /** Of several providers, the one with more is asked first. */
        int service_ranking() default 0;

        /** {@code stun:}, {@code turn:} and {@code turns:} URLs (RFC 7064, 7065), with commas between. */
        @AttributeDefinition(required = false)
        String[] urls() default {};

        /** What the TURN server has too. */
        @AttributeDefinition(required = false, type = AttributeType.PASSWORD)
        String secret() default "";

        /** For how long allocations may be made with a credential; those that are made go on. */
        int ttlSeconds() default 300;
    }

    private static final Logger LOG = LoggerFactory.getLogger(SharedSecretIceServers.class);
    private static final String ALGORITHM = "HmacSHA1";
    private static final int LONGEST_NAME = 64;
    private static final int SHORTEST_TTL = 60;

    private final List<String> urls;
    private final SecretKeySpec secret;
    private final int ttlSeconds;
    private final InstantSource clock;

    /** Made by the framework. */
    @Activate
    public SharedSecretIceServers(Config config) {
        this(config.urls(), config.secret(), config.ttlSeconds(), InstantSource.system());
    }

    SharedSecretIceServers(String[] configured, String secret, int ttlSeconds, InstantSource clock) {
        if (secret.isEmpty()) {
            LOG.error("TURN credentials not made: no secret is set");
        }
        this.urls = ServerUrls.usable(configured, !secret.isEmpty());
        this.secret = secret.isEmpty() ? null : new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        // A credential has to last for longer than a call takes to be set up, clocks that differ included.
        this.ttlSeconds = Math.max(SHORTEST_TTL, ttlSeconds);
        this.clock = clock;
    }

    @Override
    public List<IceServer> iceServers(String user) {
        if (urls.isEmpty()) {
            return List.of();
        } else if (secret == null) {
            return List.of(new IceServer(urls, "", ""));
        }
        var username = clock.instant().plusSeconds(ttlSeconds).getEpochSecond() + ":" + name(user);
        return List.of(new IceServer(urls, username, credential(username)));
    }

    /** What may stand in a user name, also in that of a server's log or an HTTP header. */
    private static String name(String user) {
        var plain = user.replaceAll("[^A-Za-z0-9._~-]", "_");
        return plain.isEmpty() ? "camquay" : plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    }

    private String credential(String username) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
