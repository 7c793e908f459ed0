// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * An RTSP camera on 127.0.0.1 that sends the same packets to all who play, by turns first, and notes when it sends the last packet
 * of each picture to each of them. Thread: one for each connection, one that sends.
 */
final class CaptureCamera implements AutoCloseable {
    private static final int REPORT_PICTURES = 5 * CaptureClip.RATE;

    private final CaptureClip clip;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<CaptureListener> playing = new CopyOnWriteArrayList<>();
    private final Map<String, CaptureListener> known = new ConcurrentHashMap<>();
    private volatile boolean closed;

    CaptureCamera(CaptureClip clip) throws IOException {
        this.clip = clip;
        daemon(this::accept);
        daemon(this::send);
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "bench-camera");
        thread.setDaemon(true);
        thread.start();
    }

    /** The address for one who is called so. */
    String uri(String name) {
        return "rtsp://127.0.0.1:" + server.getLocalPort() + "/" + name;
    }

    /** Who played under this name last, null for nobody. */
    CaptureListener listener(String name) {
        return known.get(name);
    }

    private void accept() {
        while (!closed) {
            try {
                var socket = server.accept();
                socket.setTcpNoDelay(true);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        CaptureListener listener = null;
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            listener = new CaptureListener(socket);
            for (var line = line(in); line != null; line = line(in)) {
                if (!line.isEmpty()) {
                    answer(line.split(" "), headers(in), listener);
                }
            }
        } catch (IOException e) {
            // gone
        } finally {
            if (listener != null) {
                playing.remove(listener);
                listener.close();
            }
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** A line; packets before it are skipped. */
    private static String line(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '$' && text.isEmpty()) {
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

    private void answer(String[] request, Map<String, String> headers, CaptureListener listener) throws IOException {
        String head = "RTSP/1.0 200 OK\r\nCSeq: " + headers.get("cseq") + "\r\n";
        switch (request[0]) {
            case "OPTIONS" ->
                listener.say(head + "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n\r\n");
            case "DESCRIBE" -> {
                listener.described = System.nanoTime();
                var path = request[1].split("/");
                known.put(path[3], listener);
                listener.say(
                        head + "Content-Type: application/sdp\r\nContent-Base: " + request[1].replaceAll("/*$", "/")
                                + "\r\nContent-Length: " + sdp().length() + "\r\n\r\n" + sdp());
            }
            case "SETUP" ->
                listener.say(head + "Session: 1;timeout=60\r\nTransport: "
                        + listener.setUp(request[1].endsWith("sound") ? 1 : 0, headers.get("transport")) + "\r\n\r\n");
            case "PLAY" -> {
                listener.say(head + "Session: 1\r\nRange: npt=0-\r\n\r\n");
                playing.add(listener);
            }
            default -> listener.say(head + "Session: 1\r\n\r\n");
        }
    }

    private String sdp() {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=bench\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n"
                + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
                + "a=fmtp:96 packetization-mode=1;profile-level-id=42c01f;sprop-parameter-sets=" + clip.parameters()
                + "\r\na=control:picture\r\nm=audio 0 RTP/AVP 97\r\na=rtpmap:97 mpeg4-generic/48000/1\r\n"
                + "a=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;"
                + "config=1188\r\na=control:sound\r\n";
    }

    private void send() {
        long begin = System.nanoTime();
        long sound = 0;
        for (int picture = 0; !closed; picture++) {
            long due = picture * 1_000_000_000L / CaptureClip.RATE;
            for (; soundDue(sound) <= due; sound++) {
                await(begin + soundDue(sound));
                sendSound(sound);
            }
            await(begin + due);
            sendPicture(picture);
        }
    }

    private static long soundDue(long sound) {
        return sound * CaptureClip.SAMPLES * 1_000_000_000L / CaptureClip.SAMPLE_RATE;
    }

    private static void await(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void sendPicture(int picture) {
        int position = picture % clip.pictures().size();
        boolean key = clip.keys().contains(position);
        var listeners = List.copyOf(playing);
        for (int i = 0; i < listeners.size(); i++) {
            var listener = listeners.get((i + picture) % listeners.size());
            try {
                listener.picture(picture, key, clip.pictures().get(position));
                if (picture % REPORT_PICTURES == 0) {
                    listener.report(picture);
                }
            } catch (IOException e) {
                playing.remove(listener);
            }
        }
    }

    private void sendSound(long sound) {
        for (var listener : playing) {
            try {
                listener.sound(
                        sound, clip.sounds().get((int) (sound % clip.sounds().size())));
            } catch (IOException e) {
                playing.remove(listener);
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
    }
}
