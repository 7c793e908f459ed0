// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.camquay.api.signaling.SignalingTarget;
import org.camquay.testkit.contract.RecordingSignalingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DialerTest {
    private static final int DIALS = 40;
    private static final int FEW_THREADS = 12;

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("signaling"))
                .collect(Collectors.toSet());
    }

    private static int closedPort() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return taken.getLocalPort();
        }
    }

    @Test
    void connect_manyDialsFail_fewThreadsAreHeld() throws Exception {
        var before = threads();
        var client = new OnvifSignalingClient(OnvifSignalingClient.Settings.defaults());
        try {
            var target =
                    new SignalingTarget(URI.create("ws://127.0.0.1:" + closedPort()), "demo", "", UUID.randomUUID());
            var dials = new ArrayList<CompletableFuture<?>>();
            for (int i = 0; i < DIALS; i++) {
                dials.add(
                        client.connect(target, new RecordingSignalingListener()).toCompletableFuture());
            }
            for (var dial : dials) {
                assertThat(dial).failsWithin(20, TimeUnit.SECONDS);
            }
            var held = threads();
            held.removeAll(before);
            assertThat(held).hasSizeLessThanOrEqualTo(FEW_THREADS);
        } finally {
            client.close();
        }
    }

    @Test
    void context_trustStoreIsRenewed_isMadeAnew(@TempDir Path folder) throws Exception {
        var store = folder.resolve("trust.p12");
        save(store);
        var timer = Executors.newScheduledThreadPool(1);
        var dialer = new Dialer(Duration.ofSeconds(1), new TrustSettings(store.toString(), "", false), timer);
        var context = dialer.context("");
        assertThat(dialer.context("")).isSameAs(context);
        Files.setLastModifiedTime(store, FileTime.fromMillis(1_000_000));
        assertThat(dialer.context("")).isNotSameAs(context);
        dialer.close();
        timer.shutdown();
    }

    private static void save(Path store) throws Exception {
        var empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        try (var out = Files.newOutputStream(store)) {
            empty.store(out, new char[0]);
        }
    }
}
