// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.camquay.testkit.outside.OutsideProgram;

/** An authority and certificates of servers it has signed, made with openssl. */
final class TestCertificates {
    final Path authority;
    private final Path folder;
    private List<String> before = List.of();

    TestCertificates(Path folder) throws IOException {
        OutsideProgram.OPENSSL.require();
        this.folder = folder;
        this.authority = folder.resolve("ca.pem");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=Test authority",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem");
    }

    /** Options of coturn for a certificate, {@code name} of its files, valid for {@code days} from now. */
    String[] server(String name, String alternativeName, int days) throws IOException {
        Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=" + alternativeName + "\n");
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr");
        openssl(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "" + days,
                "-extfile",
                name + ".ext",
                "-out",
                name + ".pem");
        return new String[] {"--cert=" + folder.resolve(name + ".pem"), "--pkey=" + folder.resolve(name + ".key")};
    }

    /** The same, valid from ten days on. */
    String[] later(String name, String alternativeName) throws IOException {
        OutsideProgram.FAKETIME.require();
        before = List.of("faketime", "+10 days");
        try {
            return server(name, alternativeName, 10);
        } finally {
            before = List.of();
        }
    }

    private void openssl(String... arguments) throws IOException {
        var command = new ArrayList<>(before);
        command.add("openssl");
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes());
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("openssl " + arguments[0] + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
