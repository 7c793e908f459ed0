// SPDX-License-Identifier: Apache-2.0
package org.camquay.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camquay.tls.IdentityFiles;
import org.camquay.tls.SelfMade;
import org.camquay.tls.ServerIdentity;

/**
 * Whether the HTTP port speaks TLS, and with which certificate.
 *
 * @param certificate PEM file, empty for none
 * @param key PEM file, empty if the key is in the certificate's
 * @param keyStore PKCS #12 or JKS file instead, empty for none
 * @param passwordFile of the key store, empty for none
 * @param names of the server, for the certificate that it makes for itself when no file is given
 */
record TlsOptions(
        boolean on, String certificate, String key, String keyStore, String passwordFile, List<String> names) {
    static final Set<String> FLAGS = Set.of("tls");
    static final Set<String> VALUES =
            Set.of("tls-certificate", "tls-key", "tls-keystore", "tls-password-file", "tls-name", "pin");

    static TlsOptions of(Map<String, String> given) throws UsageException {
        var options = new TlsOptions(
                given.keySet().stream().anyMatch(name -> name.startsWith("tls")),
                file(given, "tls-certificate"),
                file(given, "tls-key"),
                file(given, "tls-keystore"),
                file(given, "tls-password-file"),
                given.containsKey("tls-name")
                        ? List.of(given.get("tls-name").strip().split("\\s*,\\s*"))
                        : List.of());
        if (!options.certificate.isEmpty() && !options.keyStore.isEmpty()) {
            throw new UsageException("give --tls-certificate or --tls-keystore, not both");
        } else if (!options.key.isEmpty() && options.certificate.isEmpty()) {
            throw new UsageException("--tls-key needs --tls-certificate, the file with the certificate of that key");
        } else if (!options.passwordFile.isEmpty() && options.keyStore.isEmpty()) {
            throw new UsageException("--tls-password-file is for --tls-keystore; a key in PEM must have no password");
        }
        for (var name : options.names) {
            if (!name.matches("[A-Za-z0-9._:-]{1,253}")) {
                throw new UsageException("--tls-name '" + name + "' is no host name or address");
            }
        }
        return options;
    }

    private static String file(Map<String, String> given, String option) {
        return given.containsKey(option)
                ? Path.of(given.get(option)).toAbsolutePath().toString()
                : "";
    }

    /** What the server shows; its own certificate is made or renewed first. */
    ServerIdentity prepare(Path folder, InetAddress bind) throws UsageException {
        try {
            if (!keyStore.isEmpty()) {
                var password = Optional.of(passwordFile)
                        .filter(name -> !name.isEmpty())
                        .map(Path::of);
                return IdentityFiles.keyStore(Path.of(keyStore), password).load();
            } else if (!certificate.isEmpty()) {
                return IdentityFiles.pem(Path.of(certificate), Path.of(key.isEmpty() ? certificate : key))
                        .load();
            }
            var selfMade = new SelfMade(folder, InstantSource.system());
            selfMade.ensure(required(bind), places());
            return IdentityFiles.pem(selfMade.certificate(), selfMade.key()).load();
        } catch (IOException e) {
            throw new UsageException("TLS: " + e.getMessage());
        }
    }

    /** What configuration files may refer to. */
    Map<String, String> properties(Path folder, InetAddress bind) {
        return Map.of(
                "camquay.tls", "" + on,
                "camquay.tls.certificate", certificate,
                "camquay.tls.key", key,
                "camquay.tls.keystore", keyStore,
                "camquay.tls.password.file", passwordFile,
                "camquay.tls.names", String.join(",", required(bind)),
                "camquay.tls.pin", on ? "${file:" + folder.resolve("pin") + "}" : "");
    }

    /** For Felix: its connector has no certificate until our bundle gives it one. */
    Map<String, String> framework(int port) {
        return on
                ? Map.of(
                        "org.apache.felix.http.enable", "false",
                        "org.apache.felix.https.enable", "true",
                        "org.osgi.service.http.port.secure", "" + port)
                : Map.of();
    }

    private Set<String> required(InetAddress bind) {
        var required = new LinkedHashSet<>(names);
        required.addAll(List.of("localhost", "127.0.0.1", "::1"));
        if (!bind.isAnyLocalAddress()) {
            required.add(literal(bind));
        }
        return required;
    }

    /** By which this machine is reached in its network. */
    private static Set<String> places() {
        var places = new LinkedHashSet<String>();
        try {
            var host = InetAddress.getLocalHost().getHostName();
            if (host.matches("[A-Za-z0-9.-]{1,63}")) {
                places.add(host);
                places.add(host.replaceFirst("\\..*", "") + ".local");
            }
        } catch (UnknownHostException e) {
            // A machine without a name has its addresses.
        }
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(TlsOptions::literal)
                    .limit(16)
                    .forEach(places::add);
        } catch (SocketException e) {
            // One with neither is reached by the names given.
        }
        return places;
    }

    private static String literal(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }
}
