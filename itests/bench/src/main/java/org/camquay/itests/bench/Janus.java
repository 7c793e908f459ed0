// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Debian's Janus with its streaming plugin, fed with RTP by ffmpeg from the same file. ICE-lite, and the latest key frame
 * kept for new viewers, so that it is at its best. The feeding ffmpeg's CPU does not count as Janus's.
 */
final class Janus implements Contender {
    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path folder;
    private final String address;
    private final Process process;
    private final List<Process> feeders = new ArrayList<>();
    private final Web web;

    /**
     * Starts it with one mountpoint for each camera, and what feeds them.
     *
     * @param folder an empty one, for configuration and log
     */
    Janus(Path folder, Path clip, int cameras) throws IOException {
        this.folder = folder;
        var janus = program("janus", "apt-get install janus");
        var ffmpeg = program("ffmpeg", "apt-get install ffmpeg");
        address = outsideAddress();
        int httpPort = freeTcpPort();
        var mediaPorts = freeUdpPorts(cameras);
        configure(httpPort, mediaPorts);
        process = new ProcessBuilder(janus, "--configs-folder=" + folder, "--disable-colors")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
        web = new Web(URI.create("http://127.0.0.1:" + httpPort + "/janus"));
        try {
            awaitReady();
            var stream = transportStream(ffmpeg, clip);
            for (int port : mediaPorts) {
                feeders.add(feed(ffmpeg, stream, port));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static String program(String name, String remedy) throws IOException {
        return Programs.find(name)
                .orElseThrow(() -> new IOException(name + " is not installed: " + remedy))
                .toString();
    }

    /** Janus leaves out loopback, so its viewers take an address of an interface; the kernel's path is the same. */
    private static String outsideAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow(() -> new IOException("Janus needs an IPv4 address besides loopback, and there is none"));
    }

    private static int freeTcpPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Even ones, since RTCP would go to the odd ones. */
    private static List<Integer> freeUdpPorts(int count) throws IOException {
        var ports = new ArrayList<Integer>();
        for (int port = 15_004; ports.size() < count && port < 20_000; port += 2) {
            try (var socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                ports.add(socket.getLocalPort());
            } catch (java.net.BindException e) {
                // another's; the next one
            }
        }
        if (ports.size() < count) {
            throw new IOException("no " + count + " free UDP ports from 15004 to 20000");
        }
        return ports;
    }

    private void configure(int httpPort, List<Integer> mediaPorts) throws IOException {
        Files.writeString(folder.resolve("janus.jcfg"), """
                general: { debug_level = 3, session_timeout = 0 }
                media: { ipv6 = false, rtp_port_range = "20000-29999" }
                nat: { ice_lite = true, ice_tcp = false, ice_enforce_list = "%s" }
                plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,\
                libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,\
                libjanus_videoroom.so,libjanus_voicemail.so" }
                transports: { disable = "libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so,\
                libjanus_websockets.so" }
                """.formatted(address));
        Files.writeString(folder.resolve("janus.transport.http.jcfg"), """
                general: { json = "compact", base_path = "/janus", http = true, ip = "127.0.0.1", port = %d }
                admin: { admin_http = false }
                """.formatted(httpPort));
        var streams = new StringBuilder();
        for (int i = 0; i < mediaPorts.size(); i++) {
            streams.append("""
                    cam%d: { type = "rtp", id = %d, description = "cam%d", audio = false, video = true, videoport = %d,
                      videopt = 96, videocodec = "h264", videobufferkf = true,
                      videofmtp = "packetization-mode=1;profile-level-id=42e01f" }
                    """.formatted(i, i + 1, i, mediaPorts.get(i)));
        }
        Files.writeString(folder.resolve("janus.plugin.streaming.jcfg"), streams);
    }

    private void awaitReady() throws IOException {
        long end = System.nanoTime() + READY_NANOS;
        while (true) {
            try {
                web.getJson("/janus/info");
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("Janus is not ready: " + log(), e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** With parameter sets before every key frame, as our server sends them; and ffmpeg can loop it. */
    private Path transportStream(String ffmpeg, Path clip) throws IOException {
        var stream = folder.resolve("clip.ts");
        Programs.run(
                60,
                List.of(
                        ffmpeg,
                        "-nostdin",
                        "-loglevel",
                        "error",
                        "-i",
                        clip.toString(),
                        "-an",
                        "-c:v",
                        "copy",
                        stream.toString()));
        return stream;
    }

    private Process feed(String ffmpeg, Path stream, int port) throws IOException {
        return new ProcessBuilder(
                        ffmpeg,
                        "-nostdin",
                        "-loglevel",
                        "error",
                        "-re",
                        "-stream_loop",
                        "-1",
                        "-i",
                        stream.toString(),
                        "-c:v",
                        "copy",
                        "-payload_type",
                        "96",
                        "-f",
                        "rtp",
                        "rtp://127.0.0.1:" + port + "?pkt_size=1200")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("feed" + port + ".txt").toFile())
                .start();
    }

    @Override
    public String name() {
        return "Janus";
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public String viewerAddress() {
        return address;
    }

    @Override
    public Signaling signaling(int camera) {
        return new JanusSignaling(web, camera + 1);
    }

    @Override
    public OptionalLong collect() {
        return OptionalLong.empty();
    }

    @Override
    public String log() {
        try {
            var lines = Files.readAllLines(folder.resolve("log.txt"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        feeders.forEach(Programs::end);
        Programs.end(process);
    }
}
