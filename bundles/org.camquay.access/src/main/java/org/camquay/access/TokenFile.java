// SPDX-License-Identifier: Apache-2.0
package org.camquay.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.control.CommandException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one token of this server in a file of its owner, for programs on the same machine: the administrator's, and that
 * of a device beside its own rendezvous. It is made at the first start, and again when it no longer holds.
 */
@Component(service = TokenFile.class, configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)
@Designate(ocd = TokenFile.Config.class, factory = true)
public final class TokenFile {
    /** What is in the file. */
    @ObjectClassDefinition(name = "Token in a file")
    public @interface Config {
        @AttributeDefinition(description = "The file, readable by its owner only; relative to etc. Empty: none is made")
        String file();

        @AttributeDefinition(description = "What it allows: device, control or administer")
        String scope() default "administer";

        @AttributeDefinition(description = "The room of a device's token")
        String roomID() default "";

        @AttributeDefinition(description = "Whose it is, for lists and logs")
        String subject() default "admin";
    }

    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(365);

    @Activate
    public TokenFile(@Reference(name = "issuer") TokenIssuer issuer, Config config) throws IOException {
        if (config.file().isBlank()) {
            return; // as the launcher writes it where no tokens are asked
        }
        var file = Path.of(System.getProperty("camquay.etc", "")).resolve(config.file());
        var scopes = Scopes.parse(config.scope());
        var order = new TokenIssuer.Order(config.subject(), scopes, config.roomID(), List.of(), false, LIFETIME);
        try {
            if (!holds(issuer, order, file)) {
                PrivateFile.write(file, issuer.issue(order, "this server").text() + "\n");
                LOG.info("token file written: {} (for {})", file, config.subject());
            }
        } catch (IOException | CommandException e) {
            LOG.error("writing a token file failed: {} ({})", file, e.getMessage());
            throw e instanceof IOException io ? io : new IOException(e);
        }
    }

    private static boolean holds(TokenIssuer issuer, TokenIssuer.Order order, Path file) throws IOException {
        if (Files.notExists(file)) {
            return false;
        }
        var renewedBefore = issuer.clock().instant().plus(RENEWED_BEFORE);
        var reading = TokenReader.read(Files.readString(file).strip(), List.of(issuer.verification()), renewedBefore);
        return reading.token()
                .filter(issuer::holds)
                .filter(token ->
                        token.subject().equals(order.subject()) && token.room().equals(order.room()))
                .filter(token -> Set.copyOf(token.scopes()).equals(Set.<Scope>copyOf(order.scopes())))
                .isPresent();
    }
}
