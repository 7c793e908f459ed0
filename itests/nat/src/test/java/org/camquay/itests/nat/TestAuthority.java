// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.nat;

import java.nio.file.Path;
import java.util.List;
import org.camquay.itests.harness.Workspace;

/** A certificate authority of the test's own, trusted by its browsers and cameras and by nobody else. */
final class TestAuthority {
    static final String STORE_PASSWORD = "changeit";

    private final Path folder = Workspace.temporary("ca");

    TestAuthority() {
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=Camquay test authority",
                "-keyout",
                file("ca.key"),
                "-out",
                file("ca.pem"));
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                keytool,
                "-importcert",
                "-noprompt",
                "-alias",
                "ca",
                "-file",
                file("ca.pem"),
                "-keystore",
                file("trust.p12"),
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD);
        // Chromium's store lies in the home folder.
        var database = home().resolve(".pki/nssdb");
        run("mkdir", "-p", database.toString());
        run("certutil", "-d", "sql:" + database, "-N", "--empty-password");
        run("certutil", "-d", "sql:" + database, "-A", "-t", "C,,", "-n", "camquay-test", "-i", file("ca.pem"));
    }

    /** Makes {@code NAME.pem} and {@code NAME.key} for a server at an address. */
    void issue(String name, String address) {
        run(
                "openssl",
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".csr"));
        run("sh", "-c", "printf 'subjectAltName=IP:" + address + "' > " + file(name + ".ext"));
        run(
                "openssl",
                "x509",
                "-req",
                "-days",
                "2",
                "-in",
                file(name + ".csr"),
                "-CA",
                file("ca.pem"),
                "-CAkey",
                file("ca.key"),
                "-CAcreateserial",
                "-extfile",
                file(name + ".ext"),
                "-out",
                file(name + ".pem"));
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    /** A home folder whose browser trusts the authority. */
    Path home() {
        return folder.resolve("home");
    }

    private static void run(String... words) {
        if (Lab.exit(List.of(words)) != 0) {
            throw new AssertionError(List.of(words) + " failed; see target/logs/lab.log");
        }
    }
}
