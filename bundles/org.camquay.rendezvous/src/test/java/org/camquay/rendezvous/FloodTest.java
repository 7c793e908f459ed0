// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.camquay.gate.Doorkeeper;
import org.camquay.gate.Gate;
import org.camquay.gate.GateSettings;
import org.camquay.testkit.Await;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Strangers with sockets of the system's against the servlet in a real Jetty, and a camera with its viewer beside them,
 * whose messages arrive all the while. Each attack is bounded in count.
 */
@Timeout(300)
class FloodTest {
    private static final long MEGABYTE = 1024 * 1024;

    /** What strangers may make the server hold, their sockets on both sides included. */
    private static final long MOST_GROWTH = 40 * MEGABYTE;

    /** A tenth of a heap of 60 MB. */
    private static final long LEFT = 6 * MEGABYTE;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final Gate gate = new Gate(GateSettings.defaults().open());
    private final SignalingServlet signaling = new SignalingServlet(Settings.defaults(), gate);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<RawSocket> strangers = new ArrayList<>();
    private final ExecutorService attacker = Executors.newCachedThreadPool();
    private HonestPair pair;
    private long heap;

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(signaling), "/signaling");
        var doorkeeper = new Doorkeeper(gate);
        doorkeeper.addFace(signaling);
        context.addFilter(new FilterHolder(doorkeeper), "/*", EnumSet.of(DispatcherType.REQUEST));
        JettyWebSocketServletContainerInitializer.configure(context, null);
        server.setHandler(context);
        server.start();
        pair = new HonestPair(http, connector.getLocalPort());
        pair.exchange();
        heap = liveHeap();
    }

    @AfterEach
    void stop() throws Exception {
        attacker.shutdownNow();
        for (var stranger : strangers) {
            stranger.close();
        }
        signaling.close();
        server.stop();
    }

    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private RawSocket stranger(int number) throws IOException {
        var stranger = new RawSocket("127.0.1." + (1 + number / 60), connector.getLocalPort(), "");
        strangers.add(stranger);
        return stranger;
    }

    private RawSocket registered(int number) throws IOException {
        var stranger = stranger(number);
        stranger.text(FakeDoor.call("register", "{}"));
        return stranger;
    }

    /** What the strangers do, beside whom the pair speaks; then what the server holds is measured. */
    private void attack(Attack attack) throws Exception {
        var done = attacker.submit(() -> {
            attack.run();
            return null;
        });
        for (int i = 0; i < 10 || !done.isDone() && i < 30; i++) {
            pair.exchange();
        }
        done.get(60, TimeUnit.SECONDS);
        pair.exchange();
        assertThat(liveHeap() - heap).as("bytes more on the heap").isLessThan(MOST_GROWTH);
        pair.join(new HonestPair.End(http, connector.getLocalPort(), ""));
    }

    /** When the strangers have gone, so has what the server held of them. */
    private void leave() throws IOException {
        for (var stranger : strangers) {
            stranger.close();
        }
        strangers.clear();
        Await.until(Duration.ofSeconds(30), "the heap is as it was", () -> liveHeap() - heap < LEFT);
    }

    private interface Attack {
        void run() throws Exception;
    }

    /** Writes until the server ends the connection, or takes no more for good, or so much is written. */
    private static void flood(RawSocket stranger, byte[] bytes, int times) {
        try {
            for (int i = 0; i < times; i++) {
                stranger.write(bytes);
            }
        } catch (IOException expected) {
            // it is closed
        }
    }

    private static byte[] repeated(byte[] bytes, int times) {
        var all = new byte[bytes.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
        }
        return all;
    }

    @Test
    void pings_unread_endTheirSender() throws Exception {
        var pings = repeated(RawSocket.frame(RawSocket.PING, new byte[125]), 500);
        attack(() -> {
            var stranger = registered(0);
            flood(stranger, pings, 1500); // 98 MB if they were taken
            assertThat(Await.within(Duration.ofSeconds(20), () -> isEnded(stranger)))
                    .isTrue();
        });
        leave();
    }

    private static boolean isEnded(RawSocket stranger) {
        try {
            stranger.write(RawSocket.frame(RawSocket.PING, new byte[0]));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void halfMessages_ofManyConnections_holdLittle() throws Exception {
        attack(() -> {
            var half = RawSocket.frame(RawSocket.TEXT, "x".repeat(85_000).getBytes(StandardCharsets.UTF_8), 95_000);
            for (int i = 0; i < 900; i++) {
                try {
                    flood(registered(i), half, 1); // 76 MB if all were kept
                } catch (IOException expected) {
                    // the server is full
                }
            }
        });
        leave();
    }

    @Test
    void echoes_unread_stopTheirSender() throws Exception {
        var echo = FakeDoor.call("dance", "{\"x\":\"" + "y".repeat(100) + "\"}").getBytes(StandardCharsets.UTF_8);
        var echoes = repeated(RawSocket.frame(RawSocket.TEXT, echo), 50);
        attack(() -> {
            for (int i = 0; i < 30; i++) {
                var stranger = registered(60 * (i / 10) + i);
                attacker.submit(() -> flood(stranger, echoes, 1000));
            }
        });
        leave();
    }

    @Test
    void sockets_thousands_leaveRoomForDevicesAndViewers() throws Exception {
        attack(() -> {
            for (int i = 0; i < 1200; i++) {
                try {
                    stranger(i);
                } catch (IOException expected) {
                    // the server is full
                }
            }
        });
        new HonestPair.End(http, connector.getLocalPort(), "?" + FakeHouse.OTHER).send("{}");
        leave();
    }

    /** The camera's line is so slow that it has read nothing when all viewers have spoken. */
    @Test
    void trickles_ofManyViewersAtASlowCamera_leaveItItsRoom() throws Exception {
        var camera = new RawSocket("127.0.2.1", connector.getLocalPort(), "?" + FakeHouse.OTHER);
        strangers.add(camera);
        camera.text(FakeDoor.call("register", "{\"name\":\"slow\"}"));
        assertThat(camera.nextText()).contains("\"slow\"");
        var sessions = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            sessions.add(session(camera, registered(60 * i)));
        }
        var honest = registered(60 * 40);
        var session = session(camera, honest);
        attack(() -> {
            for (int i = 0; i < sessions.size(); i++) {
                var trickle = FakeDoor.trickle(sessions.get(i), "t".repeat(500));
                var burst = RawSocket.frame(RawSocket.TEXT, trickle.getBytes(StandardCharsets.UTF_8));
                flood(strangers.get(1 + i), repeated(burst, 100), 1);
            }
        });
        honest.text(FakeDoor.trickle(session, "honest"));
        int others = 0;
        while (!camera.nextText().contains("honest")) {
            others++;
        }
        assertThat(others)
                .as("what was on its way already; those who had less go first")
                .isLessThan(40 * 20);
        camera.text(FakeDoor.call("dance", "{}"));
        while (camera.nextText().contains("\"method\"")) {
            others++;
        }
        assertThat(others)
                .as("each viewer may name 40 candidates, and some more each second")
                .isLessThan(40 * 60);
        leave();
    }

    /** Begins a session of the slow camera's. */
    private static String session(RawSocket camera, RawSocket viewer) throws IOException {
        viewer.text(FakeDoor.call("connect", "{\"peer\":\"slow\",\"authorization\":\"\"}"));
        var connect = camera.nextText();
        var id = connect.replaceAll(".*\"id\":(\\d+).*", "$1");
        camera.text("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}");
        return connect.replaceAll(".*\"session\":\"([^\"]+)\".*", "$1");
    }
}
