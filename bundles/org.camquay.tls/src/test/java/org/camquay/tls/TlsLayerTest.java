// SPDX-License-Identifier: Apache-2.0
package org.camquay.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.camquay.testkit.TestCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two layers whose octets are carried by hand, some at a time. */
class TlsLayerTest {
    @TempDir
    private static Path folder;

    private static SSLContext server;
    private static SSLContext client;

    private final TlsBuffers buffers = new TlsBuffers();

    @BeforeAll
    static void certificate() throws Exception {
        TestCertificate.make(folder, "EC", "one").writeTo(folder.resolve("one.pem"), folder.resolve("one.key"));
        TestCertificate.make(folder, "RSA", "two").writeTo(folder.resolve("two.pem"), folder.resolve("two.key"));
        server = ServerIdentity.context(folder.resolve("one.pem"), folder.resolve("one.key"));
        client = trusting("one.pem");
    }

    private static SSLContext trusting(String file) throws IOException {
        return Trust.context(folder.resolve(file).toString(), null, InstantSource.system(), "the setting");
    }

    private final class End implements TlsLayer.Owner {
        final TlsLayer layer;
        final ByteArrayOutputStream outgoing = new ByteArrayOutputStream();
        final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        final Deque<Runnable> computations = new ArrayDeque<>();
        int connected;
        byte[] greeting;

        End(SSLEngine engine) throws SSLException {
            layer = new TlsLayer(engine, buffers, this);
        }

        @Override
        public void onConnected() {
            connected++;
            if (greeting != null) {
                try {
                    layer.send(ByteBuffer.wrap(greeting));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Override
        public void onPlain(ByteBuffer plain) {
            assertThat(connected).isOne();
            byte[] bytes = new byte[plain.remaining()];
            plain.get(bytes);
            heard.writeBytes(bytes);
        }

        @Override
        public void transmit(ByteBuffer record) {
            byte[] bytes = new byte[record.remaining()];
            record.get(bytes);
            outgoing.writeBytes(bytes);
        }

        @Override
        public void compute(Runnable part) {
            computations.add(part);
        }

        /** Whether there was anything to do. */
        boolean computes() throws IOException {
            var part = computations.poll();
            if (part != null) {
                part.run();
                layer.resume();
            }
            return part != null;
        }

        byte[] taken() {
            byte[] bytes = outgoing.toByteArray();
            outgoing.reset();
            return bytes;
        }
    }

    private static SSLEngine engine(SSLContext context, boolean clientMode, String version) {
        var engine = context.createSSLEngine("127.0.0.1", 443);
        engine.setUseClientMode(clientMode);
        engine.setEnabledProtocols(new String[] {version});
        return engine;
    }

    /** Carries octets both ways, {@code size} at once, until both are quiet; whether both are still open. */
    private static boolean carry(End one, End other, int size) throws IOException {
        boolean open = true;
        for (boolean more = true; more; ) {
            byte[] there = one.taken();
            byte[] back = other.taken();
            open &= give(other, there, size) & give(one, back, size);
            more = there.length > 0 | back.length > 0 | one.computes() | other.computes();
        }
        return open;
    }

    private static boolean give(End to, byte[] bytes, int size) throws IOException {
        boolean open = true;
        for (int at = 0; at < bytes.length; at += size) {
            open = to.layer.receive(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
        }
        return open;
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, 1", "TLSv1.2, 70000", "TLSv1.3, 1", "TLSv1.3, 70000"})
    void layers_ofBothVersions_carryBothWaysAndSayGoodbye(String version, int size) throws IOException {
        var here = new End(engine(client, true, version));
        var there = new End(engine(server, false, version));
        here.layer.receive(ByteBuffer.allocate(0));
        assertThat(carry(here, there, size)).isTrue();
        assertThat(here.layer.isConnected()).isTrue();
        assertThat(there.layer.isConnected()).isTrue();
        here.layer.send(ByteBuffer.wrap(new byte[40_000]));
        there.layer.send(ByteBuffer.wrap(new byte[3]));
        assertThat(carry(here, there, size)).isTrue();
        assertThat(there.heard.size()).isEqualTo(40_000);
        assertThat(here.heard.size()).isEqualTo(3);
        here.layer.close();
        assertThat(carry(here, there, size)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void onConnected_sendsAtOnce_inNewAndResumedSessions(String version) throws IOException {
        for (int round = 0; round < 2; round++) {
            var here = new End(engine(client, true, version));
            var there = new End(engine(server, false, version));
            here.greeting = new byte[3];
            there.greeting = new byte[5];
            here.layer.receive(ByteBuffer.allocate(0));
            assertThat(carry(here, there, 70_000)).isTrue();
            assertThat(there.heard.size()).isEqualTo(3);
            assertThat(here.heard.size()).isEqualTo(5);
        }
    }

    @Test
    void receive_whileComputing_keepsWhatCame() throws IOException {
        var here = new End(engine(client, true, "TLSv1.3"));
        var there = new End(engine(server, false, "TLSv1.3"));
        here.layer.receive(ByteBuffer.allocate(0));
        give(there, here.taken(), 70_000);
        assertThat(there.layer.isBusy()).isTrue();
        give(there, new byte[100], 100);
        assertThatThrownBy(() -> {
                    while (there.computes()) {}
                })
                .as("what came during the computation is no TLS, and is looked at after it")
                .isInstanceOf(SSLException.class);
    }

    @Test
    void receive_certificateOfAnother_isRefusedWithASentenceAndAnAlert() throws IOException {
        var here = new End(engine(trusting("two.pem"), true, "TLSv1.3"));
        var there = new End(engine(server, false, "TLSv1.3"));
        here.layer.receive(ByteBuffer.allocate(0));
        assertThatThrownBy(() -> carry(here, there, 70_000))
                .isInstanceOfSatisfying(
                        SSLException.class,
                        failure -> assertThat(Trust.reason(failure))
                                .contains("not from an authority that is trusted here")
                                .endsWith("the setting"));
        here.layer.close();
        assertThat(here.outgoing.size()).as("the alert").isPositive();
        assertThat(here.layer.receive(ByteBuffer.allocate(10))).isFalse();
    }

    @Test
    void pinned_keyOrCertificate_isTaken_andAnotherIsRefusedForGood() throws Exception {
        var shown = Pem.certificates(folder.resolve("one.pem"))[0];
        for (var pin : List.of(Pin.of(shown), Pin.parse(Pin.fingerprint(shown)))) {
            var here = new End(engine(Trust.pinned(List.of(pin), "the pin"), true, "TLSv1.3"));
            here.layer.receive(ByteBuffer.allocate(0));
            carry(here, new End(engine(server, false, "TLSv1.3")), 70_000);
            assertThat(here.connected).isOne();
        }
        var pin = Pin.of(Pem.certificates(folder.resolve("two.pem"))[0]);
        var here = new End(engine(Trust.pinned(List.of(pin), "the pin"), true, "TLSv1.3"));
        here.layer.receive(ByteBuffer.allocate(0));
        assertThatThrownBy(() -> carry(here, new End(engine(server, false, "TLSv1.3")), 70_000))
                .satisfies(failure -> assertThat(Trust.isPermanent(failure)).isTrue())
                .satisfies(failure -> assertThat(Trust.refusal(failure))
                        .get()
                        .asString()
                        .contains("not the pinned one", Pin.of(shown).toString())
                        .endsWith("write it as the pin"));
    }

    @Test
    void receive_garbage_breaksIt() throws IOException {
        var there = new End(engine(server, false, "TLSv1.3"));
        assertThatThrownBy(() -> there.layer.receive(ByteBuffer.wrap("GET / HTTP/1.1".getBytes())))
                .isInstanceOf(SSLException.class);
        there.layer.close();
        there.layer.close();
    }

    @Test
    void everybody_unknownCertificate_isTaken() throws IOException {
        var here = new End(engine(Trust.everybody(), true, "TLSv1.3"));
        var there = new End(engine(server, false, "TLSv1.3"));
        here.layer.receive(ByteBuffer.allocate(0));
        carry(here, there, 70_000);
        assertThat(here.connected).isOne();
    }
}
