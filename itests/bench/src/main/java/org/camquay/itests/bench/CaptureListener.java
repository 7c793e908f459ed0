// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** One who plays a {@link CaptureCamera}: how it wants its packets, and when they went. Thread: any. */
final class CaptureListener implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("client_port=(\\d+)");
    private static final Pattern CHANNEL = Pattern.compile("interleaved=(\\d+)");
    private static final int CLOCK = 90_000;
    private static final int TYPE = 96;
    private static final int HEADER = 12;
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    /** When the last packet of a picture was sent, by the picture's number. */
    final Map<Integer, Long> sent = new ConcurrentHashMap<>();
    /** {@link System#nanoTime} of its DESCRIBE. */
    volatile long described;

    private final Socket socket;
    private final OutputStream out;
    private final int[] channels = new int[2];
    private final int[] sequences = new int[2];
    private final int[] packets = new int[2];
    private final InetSocketAddress[] ports = new InetSocketAddress[2];
    private DatagramSocket rtp;
    private DatagramSocket rtcp;
    private boolean begun;

    CaptureListener(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    synchronized void say(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The answer to a SETUP's {@code Transport}. */
    synchronized String setUp(int track, String transport) throws IOException {
        var port = PORT.matcher(transport);
        var channel = CHANNEL.matcher(transport);
        if (channel.find()) {
            channels[track] = Integer.parseInt(channel.group(1));
            return "RTP/AVP/TCP;unicast;interleaved=" + channels[track] + "-" + (channels[track] + 1);
        } else if (!port.find()) {
            throw new IOException("neither UDP nor TCP: " + transport);
        }
        if (rtp == null) {
            rtp = new DatagramSocket(0, socket.getLocalAddress());
            rtcp = new DatagramSocket(0, socket.getLocalAddress());
        }
        ports[track] = new InetSocketAddress(socket.getInetAddress(), Integer.parseInt(port.group(1)));
        return "RTP/AVP;unicast;" + port.group() + "-" + (ports[track].getPort() + 1) + ";server_port="
                + rtp.getLocalPort() + "-" + rtcp.getLocalPort();
    }

    /** Sends a picture, the first one a key frame. */
    synchronized void picture(int number, boolean key, List<byte[]> payloads) throws IOException {
        begun |= key;
        for (int i = 0; begun && i < payloads.size(); i++) {
            boolean last = i == payloads.size() - 1;
            if (last) {
                sent.put(number, System.nanoTime());
            }
            packet(0, last, (int) ((long) number * CLOCK / CaptureClip.RATE), payloads.get(i));
        }
    }

    synchronized void sound(long number, byte[] payload) throws IOException {
        if (begun) {
            packet(1, true, (int) (number * CaptureClip.SAMPLES), payload);
        }
    }

    private void packet(int track, boolean marker, int time, byte[] payload) throws IOException {
        packets[track]++;
        write(
                track,
                false,
                ByteBuffer.allocate(HEADER + payload.length)
                        .put((byte) 0x80)
                        .put((byte) ((marker ? 0x80 : 0) | TYPE + track))
                        .putShort((short) sequences[track]++)
                        .putInt(time)
                        .putInt(track + 1)
                        .put(payload)
                        .array());
    }

    /** Sender reports of both tracks (RFC 3550 section 6.4.1), at this picture's time. */
    synchronized void report(int picture) throws IOException {
        long now = System.currentTimeMillis();
        for (int track = 0; track < 2; track++) {
            int clock = track == 0 ? CLOCK : CaptureClip.SAMPLE_RATE;
            write(
                    track,
                    true,
                    ByteBuffer.allocate(28)
                            .put((byte) 0x80)
                            .put((byte) 200)
                            .putShort((short) 6)
                            .putInt(track + 1)
                            .putInt((int) (now / 1000 + SECONDS_1900_TO_1970))
                            .putInt((int) ((now % 1000 << 32) / 1000))
                            .putInt((int) ((long) picture * clock / CaptureClip.RATE))
                            .putInt(packets[track])
                            .putInt(0)
                            .array());
        }
    }

    private void write(int track, boolean control, byte[] packet) throws IOException {
        if (ports[track] == null) {
            out.write(ByteBuffer.allocate(4 + packet.length)
                    .put((byte) '$')
                    .put((byte) (channels[track] + (control ? 1 : 0)))
                    .putShort((short) packet.length)
                    .put(packet)
                    .array());
            return;
        }
        var port = ports[track];
        var to = control ? new InetSocketAddress(port.getAddress(), port.getPort() + 1) : port;
        (control ? rtcp : rtp).send(new DatagramPacket(packet, packet.length, to));
    }

    @Override
    public synchronized void close() {
        if (rtp != null) {
            rtp.close();
            rtcp.close();
        }
    }
}
