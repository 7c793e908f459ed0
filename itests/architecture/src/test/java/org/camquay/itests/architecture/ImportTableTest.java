// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may import what: the table is the architecture. Besides what a row says, everybody may import what the JDK
 * exports, and its own packages; who logs also SLF4J.
 */
class ImportTableTest {
    private static final String API = "org.camquay.api.";
    private static final String JACKSON = "com.fasterxml.jackson.";
    private static final String BOUNCY_CASTLE = "org.bouncycastle.";
    private static final String FFMPEG = "org.bytedeco.";
    private static final String WEBRTC_JAVA = "dev.onvoid.webrtc";
    private static final String SERVLET = "jakarta.servlet";
    private static final String JETTY = "org.eclipse.jetty.";
    private static final String OSGI_SERVLET = "org.osgi.service.servlet";
    private static final String NETTY = "io.netty.";

    /** The first row whose name fits counts; {@code *} at its end stands for any ending. */
    private static final List<Row> TABLE = List.of(
            row("api").silent(),
            row("rtp").silent(),
            row("sdp").silent(),
            row("stun").silent(),
            row("sctp").silent(),
            row("dtls", BOUNCY_CASTLE).silent(),
            row("onvif", JACKSON).silent(),
            row("streams", API),
            row("peering", API),
            row("webrtc", API, ours("rtp"), ours("sdp"), ours("dtls"), ours("sctp")),
            row("tls").silent(),
            row("net", API, ours("tls")),
            row("ice", API, ours("net"), ours("stun"), ours("tls"), "org.osgi.service.component"),
            row("turn", API, ours("net"), ours("stun"), ours("tls")),
            row("net.epoll", API, NETTY, "org.osgi.service.component"),
            row("webrtc.libwebrtc", API, WEBRTC_JAVA),
            row("capture.desktop", API, WEBRTC_JAVA),
            row("capture.rtsp", API, ours("net"), ours("rtp"), ours("sdp"), ours("tls")),
            row("capture.*", API, ours("rtp"), FFMPEG),
            row("codec.*", API, FFMPEG),
            row("gate", API, SERVLET, OSGI_SERVLET),
            row("signaling.*", API, ours("gate"), ours("onvif"), ours("tls"), JACKSON, SERVLET, OSGI_SERVLET),
            row("rendezvous", API, ours("gate"), ours("onvif"), JACKSON, SERVLET, OSGI_SERVLET, JETTY),
            row("ice.servers", API),
            row("access", API, JACKSON, "org.jose4j."),
            row("control", API, JACKSON),
            row("config", "org.apache.felix.fileinstall", "org.osgi.service.cm", "org.osgi.framework"),
            row("shell", API, JACKSON, "org.apache.felix.service.command", "org.osgi.framework"),
            row("http", API, ours("gate"), JACKSON, SERVLET, OSGI_SERVLET),
            row("http.tls", API, ours("tls"), JETTY, "org.apache.felix.http.jetty", "org.osgi.framework"),
            row("log").silent(),
            row("http.connector", API, JETTY, "org.apache.felix.http.jetty"));

    /** @param may beginnings of package names, or whole ones */
    private record Row(String bundle, List<String> may, boolean logs) {
        Row silent() {
            return new Row(bundle, may, false);
        }

        boolean fits(String name) {
            return bundle.endsWith("*")
                    ? name.startsWith(bundle.substring(0, bundle.length() - 1))
                    : name.equals(bundle);
        }

        boolean allows(String imported) {
            return may.stream().anyMatch(beginning -> (imported + ".").startsWith(beginning))
                    || logs && imported.equals("org.slf4j");
        }
    }

    private static Row row(String bundle, String... may) {
        return new Row(bundle, List.of(may), true);
    }

    private static String ours(String bundle) {
        return "org.camquay." + bundle + ".";
    }

    static Stream<BundleJar> bundles() {
        return BundleJar.ofTheProduct().stream().filter(bundle -> !bundle.isLibrary());
    }

    private static Optional<Row> rowOf(BundleJar bundle) {
        return TABLE.stream().filter(row -> row.fits(bundle.shortName())).findFirst();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void imports_ofBundle_areInTheTable(BundleJar bundle) {
        var row = rowOf(bundle);
        assertThat(row).as("a row for %s", bundle).isPresent();
        var foreign = bundle.imports().stream()
                .map(ManifestHeader::name)
                .filter(imported -> !isJdk(imported) && !bundle.classPackages().contains(imported))
                .filter(imported -> !row.get().allows(imported))
                .toList();
        assertThat(foreign).as("imports of %s outside its row", bundle).isEmpty();
    }

    @Test
    void table_ofTheProduct_isChecked() {
        assertThat(bundles().map(BundleJar::shortName))
                .contains("api", "streams", "peering", "webrtc", "ice", "http", "control");
    }

    private static boolean isJdk(String imported) {
        return imported.startsWith("java.")
                || ModuleLayer.boot().modules().stream()
                        .filter(module -> module.isNamed() && module.getName().matches("(java|jdk)\\..*"))
                        .anyMatch(module -> module.getPackages().contains(imported));
    }
}
