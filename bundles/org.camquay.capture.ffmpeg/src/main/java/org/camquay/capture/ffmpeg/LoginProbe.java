// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.ffmpeg;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks a camera that refused once more, without a password, to learn how it wants to be asked. Thread: the source's own. */
final class LoginProbe {
    private static final int PATIENCE_MILLIS = 1_500;
    private static final int LONGEST_HEAD = 8_192;
    private static final int RTSP_PORT = 554;
    private static final int HTTP_PORT = 80;

    private LoginProbe() {}

    /** What the camera asks for; {@link Challenge#UNKNOWN} if it does not say, or speaks TLS. */
    static Challenge ask(MediaLocation location) {
        boolean rtsp = location.scheme().equals("rtsp");
        if (!rtsp && !location.scheme().equals("http") || location.host().isEmpty()) {
            return Challenge.UNKNOWN;
        }
        var uri = URI.create(location.url());
        int port = uri.getPort() > 0 ? uri.getPort() : rtsp ? RTSP_PORT : HTTP_PORT;
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(location.host(), port), PATIENCE_MILLIS);
            socket.getOutputStream().write(request(uri, port, rtsp).getBytes(StandardCharsets.US_ASCII));
            return Challenge.parse(head(socket));
        } catch (IOException e) {
            return Challenge.UNKNOWN; // the camera's first answer has to do
        }
    }

    private static String request(URI uri, int port, boolean rtsp) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = uri.getRawPath() + query;
        return rtsp
                ? "DESCRIBE rtsp://" + uri.getHost() + ":" + port + path + " RTSP/1.0\r\nCSeq: 1\r\n"
                        + "Accept: application/sdp\r\nUser-Agent: Camquay\r\n\r\n"
                : "GET " + (path.isEmpty() ? "/" : path) + " HTTP/1.1\r\nHost: " + uri.getHost() + ":" + port
                        + "\r\nConnection: close\r\nUser-Agent: Camquay\r\n\r\n";
    }

    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        var in = socket.getInputStream();
        long end = System.nanoTime() + 2 * PATIENCE_MILLIS * 1_000_000L;
        for (int c = in.read(); c >= 0 && head.length() < LONGEST_HEAD; c = in.read()) {
            head.append((char) c);
            if (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) >= 0 || System.nanoTime() - end > 0) {
                break;
            }
        }
        return head.toString();
    }
}
