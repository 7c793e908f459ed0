// SPDX-License-Identifier: Apache-2.0
package org.camquay.http.tls;

import java.util.List;
import org.camquay.api.control.Command;
import org.camquay.api.control.CommandArguments;
import org.camquay.api.control.CommandException;
import org.camquay.api.control.CommandParameter;
import org.camquay.api.control.CommandReply;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells which certificate this server shows, so that it can be compared in a browser, or pinned by a device. */
@Component
public final class GetCertificateCommand implements Command {
    private final TlsConnector connector;

    /**
     * What the reply says.
     *
     * @param fingerprint SHA-256 of the certificate, as browsers show it
     * @param pin SHA-256 of its key, for {@code startWebRTC pin=}
     * @param notAfter its end, ISO 8601
     */
    public record Shown(String subject, String fingerprint, String pin, String notAfter, boolean selfMade) {}

    @Activate
    public GetCertificateCommand(@Reference(name = "connector") TlsConnector connector) {
        this.connector = connector;
    }

    @Override
    public String name() {
        return "getCertificate";
    }

    @Override
    public String description() {
        return "Tells the certificate that this server shows over HTTPS: fingerprint, pin and end";
    }

    @Override
    public List<CommandParameter> parameters() {
        return List.of();
    }

    @Override
    public CommandReply execute(CommandArguments arguments) throws CommandException {
        var identity = connector
                .current()
                .orElseThrow(() -> new CommandException("there is no certificate that can be used: the log says why"));
        var certificate = identity.certificate();
        var shown = new Shown(
                certificate.getSubjectX500Principal().getName(),
                identity.fingerprint(),
                identity.pin().toString(),
                certificate.getNotAfter().toInstant().toString(),
                connector.isSelfMade());
        return CommandReply.success("Certificate of this server", shown);
    }
}
