// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A camera of RTSP on loopback that sends sound, and answers as a test tells it: a {@link Habit} says what it answers, null for what
 * cameras answer.
 */
final class TestCamera implements AutoCloseable {
    /** What it was asked. */
    record Asked(String method, String uri, String version, Map<String, String> headers, int connection) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** The answer without CSeq, null for the usual one; or {@link #SILENCE}, {@link #HANG_UP}. {@code Connection: close} is done. */
    interface Habit extends Function<Asked, String> {}

    static final String SILENCE = "silence";
    static final String HANG_UP = "hang up";
    static final String OK = "RTSP/1.0 200 OK\r\n";
    static final String SDP = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=cam\r\nt=0 0\r\na=control:*\r\n"
            + "m=audio 0 RTP/AVP 8\r\na=control:sound\r\n";

    private static final Pattern CHANNEL = Pattern.compile("interleaved=(\\d+)");
    private static final Pattern PORT = Pattern.compile("client_port=(\\d+)");

    /** All that it was asked, in order. */
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    /** Octets to be sent between its packets, once each. */
    final ConcurrentLinkedQueue<byte[]> toSay = new ConcurrentLinkedQueue<>();

    /** Whether it sends packets once it plays. */
    volatile boolean sends = true;
    /** The channel that packets come on, -1: the one that it was asked for. */
    volatile int channel = -1;
    /** Whether heads end in LF, and names are in lower case. */
    volatile boolean sloppy;

    private final Habit habit;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Map<String, Socket> tunnels = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private int connections;

    TestCamera(Habit habit) throws IOException {
        this("127.0.0.1", habit);
    }

    TestCamera(String address, Habit habit) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getByName(address)), habit);
    }

    TestCamera(ServerSocket server, Habit habit) {
        this.habit = habit;
        this.server = server;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    String uri(String path) {
        return "rtsp://" + server.getInetAddress().getHostAddress() + ":" + port() + path;
    }

    List<String> methods() {
        return asked.stream().map(Asked::method).toList();
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "test-camera");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                int number = connections++;
                daemon(() -> new Connection(socket, number).serve());
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Ends all connections. */
    void hangUp() {
        sockets.forEach(TestCamera::close);
        sockets.clear();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // gone anyway
        }
    }

    @Override
    public void close() {
        close(server);
        hangUp();
        clock.shutdownNow();
    }

    private final class Connection {
        private final Socket socket;
        private final int number;
        private InputStream in;
        private OutputStream out;
        private DatagramSocket[] ports = new DatagramSocket[0];
        private InetSocketAddress client;
        private int asksFor;
        private int sequence;

        Connection(Socket socket, int number) {
            this.socket = socket;
            this.number = number;
        }

        void serve() {
            try {
                in = new BufferedInputStream(socket.getInputStream());
                out = socket.getOutputStream();
                for (var line = line(); line != null; line = line()) {
                    if (!line.isEmpty() && !request(line)) {
                        break;
                    }
                }
            } catch (IOException e) {
                // gone
            }
            TestCamera.close(socket);
            for (var port : ports) {
                port.close();
            }
        }

        /** A line; packets before it are skipped. */
        private String line() throws IOException {
            var text = new StringBuilder();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet == '$' && text.length() == 0) {
                    in.read();
                    in.skipNBytes(in.read() * 256L + in.read());
                } else if (octet == '\n') {
                    return text.toString().strip();
                } else {
                    text.append((char) octet);
                }
            }
            return null;
        }

        private boolean request(String first) throws IOException {
            var words = first.split(" ");
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            for (var line = line(); line != null && !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
            var question = new Asked(words[0], words[1], words.length > 2 ? words[2] : "", headers, number);
            asked.add(question);
            if (words[0].equals("POST")) {
                out = tunnels.get(headers.get("x-sessioncookie")).getOutputStream();
                in = new Decoded(in);
                return true;
            }
            var answer = habit.apply(question);
            if (SILENCE.equals(answer)) {
                return true;
            } else if (HANG_UP.equals(answer)) {
                return false;
            } else if (words[0].equals("GET") && answer == null) {
                tunnels.put(headers.get("x-sessioncookie"), socket);
                say("HTTP/1.0 200 OK\r\nContent-Type: application/x-rtsp-tunnelled\r\n\r\n");
                return true;
            }
            if (answer == null || answer.contains(" 200 ")) {
                usual(question);
            }
            answer(answer == null ? usualAnswer(question) : answer, headers.getOrDefault("CSeq", "0"));
            boolean plays = words[0].equals("PLAY") && (answer == null || answer.contains(" 200 "));
            if (plays) {
                clock.scheduleAtFixedRate(this::packet, 0, 20, TimeUnit.MILLISECONDS);
            }
            return answer == null || !answer.contains("Connection: close");
        }

        private void answer(String answer, String number) throws IOException {
            boolean own = answer.toLowerCase(Locale.ROOT).contains("\r\ncseq:") || answer.startsWith("HTTP");
            int end = answer.indexOf("\r\n\r\n");
            var head = end < 0 ? answer : answer.substring(0, end + 2);
            var body = end < 0 ? "" : answer.substring(end + 4);
            var whole = head + (own ? "" : "CSeq: " + number + "\r\n") + "\r\n";
            say((sloppy
                            ? whole.replace("\r\n", "\n")
                                    .replace("C", "c")
                                    .replace("S", "s")
                                    .replace("RTsP", "RTSP")
                            : whole)
                    + body);
        }

        private void usual(Asked question) throws IOException {
            var channels = CHANNEL.matcher(question.header("Transport"));
            var port = PORT.matcher(question.header("Transport"));
            if (channels.find()) {
                asksFor = Integer.parseInt(channels.group(1));
                client = null;
            } else if (port.find()) {
                client = new InetSocketAddress(socket.getInetAddress(), Integer.parseInt(port.group(1)));
                ports = new DatagramSocket[] {
                    new DatagramSocket(0, socket.getLocalAddress()), new DatagramSocket(0, socket.getLocalAddress())
                };
            }
        }

        private String usualAnswer(Asked question) {
            return switch (question.method) {
                case "OPTIONS" -> OK + "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n";
                case "DESCRIBE" ->
                    OK + "Content-Type: application/sdp\r\nContent-Length: " + SDP.length() + "\r\n\r\n" + SDP;
                case "SETUP" ->
                    OK + "Session: 4711\r\nTransport: "
                            + (client == null
                                    ? "RTP/AVP/TCP;unicast;interleaved=" + (channel < 0 ? asksFor : channel) + "-"
                                            + ((channel < 0 ? asksFor : channel) + 1)
                                    : "RTP/AVP;unicast;client_port=" + client.getPort() + "-" + (client.getPort() + 1)
                                            + ";server_port=" + ports[0].getLocalPort() + "-" + ports[1].getLocalPort())
                            + "\r\n";
                default -> OK + "Session: 4711\r\n";
            };
        }

        private void packet() {
            try {
                for (var words = toSay.poll(); words != null; words = toSay.poll()) {
                    write(words);
                }
                if (!sends) {
                    return;
                }
                var packet = ByteBuffer.allocate(12 + 160);
                packet.put((byte) 0x80)
                        .put((byte) 8)
                        .putShort((short) sequence)
                        .putInt(160 * sequence)
                        .putInt(1234);
                sequence++;
                if (client != null) {
                    ports[0].send(new DatagramPacket(packet.array(), packet.capacity(), client));
                } else {
                    int on = channel < 0 ? asksFor : channel;
                    write(ByteBuffer.allocate(4 + packet.capacity())
                            .put((byte) '$')
                            .put((byte) on)
                            .putShort((short) packet.capacity())
                            .put(packet.flip())
                            .array());
                }
            } catch (IOException e) {
                throw new IllegalStateException("gone", e); // the clock forgets it
            }
        }

        private void say(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        private void write(byte[] octets) throws IOException {
            synchronized (TestCamera.this) {
                out.write(octets);
            }
        }
    }

    /** Base64 of several texts, one behind the other. */
    private static final class Decoded extends InputStream {
        private final InputStream in;
        private ByteBuffer decoded = ByteBuffer.allocate(0);

        Decoded(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            while (!decoded.hasRemaining()) {
                var four = in.readNBytes(4);
                if (four.length < 4) {
                    return -1;
                }
                decoded = ByteBuffer.wrap(Base64.getDecoder().decode(four));
            }
            return decoded.get() & 0xff;
        }
    }
}
