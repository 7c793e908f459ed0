// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import org.camquay.capture.rtsp.auth.Authorization;
import org.camquay.capture.rtsp.message.Headers.Field;
import org.camquay.capture.rtsp.message.RequestText;
import org.camquay.capture.rtsp.message.RtspMessage.Response;
import org.camquay.net.ByteStream;
import org.camquay.net.TcpStream;

/**
 * A connection through HTTP, for networks that let nothing else pass: what the camera says comes as the endless answer to a GET,
 * what we say goes as the endless body of a POST, in base64 (Apple, Tunneling RTSP and RTP over HTTP, 1999). A POST that the camera
 * ends is followed by the next. Only on its loop.
 */
public final class Tunnel implements ByteStream {
    /** Where the tunnel begins. */
    public record Entrance(String path, String host) {}

    private static final String TYPE = "application/x-rtsp-tunnelled";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int WAITING = 32;

    private final Connector connector;
    private final Entrance entrance;
    private final Authorization authorization;
    private final String cookie;
    private final Listener listener;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private ByteStream down;
    private ByteStream up;
    private boolean upOpen;
    private int downTries;
    private int upTries;
    private boolean open;
    private boolean closed;

    /** Makes one; {@code cookie}: an unguessable word that joins the two connections. */
    public Tunnel(
            Connector connector, Entrance entrance, Authorization authorization, String cookie, Listener listener) {
        this.connector = connector;
        this.entrance = entrance;
        this.authorization = authorization;
        this.cookie = cookie;
        this.listener = listener;
    }

    /** Begins to connect. */
    public Tunnel connect() throws IOException {
        down = connector.connect(new Down());
        return this;
    }

    private ByteBuffer request(String method, Field... more) {
        var fields = new ArrayList<Field>(List.of(new Field("x-sessioncookie", cookie)));
        fields.addAll(List.of(more));
        fields.add(new Field("Pragma", "no-cache"));
        fields.add(new Field("Cache-Control", "no-cache"));
        authorization.field(method, entrance.path).ifPresent(value -> fields.add(new Field("Authorization", value)));
        return RequestText.http(method, entrance.path, entrance.host, fields);
    }

    /** What the camera says. */
    private final class Down implements Listener {
        private final HttpHead head = new HttpHead();
        private boolean passes;

        @Override
        public void onOpen() {
            down.write(request("GET", new Field("Accept", TYPE)));
        }

        @Override
        public boolean onBytes(ByteBuffer bytes) {
            if (closed) {
                bytes.position(bytes.limit());
                return true;
            }
            if (passes) {
                return listener.onBytes(bytes);
            }
            head.read(bytes).ifPresent(this::answered);
            boolean through = passes && bytes.hasRemaining();
            return through ? listener.onBytes(bytes) : !head.isTooLong();
        }

        private void answered(Response answer) {
            if (answer.status() == OK) {
                authorization.accepted();
                passes = true;
                openUp();
            } else if (answer.status() == UNAUTHORIZED) {
                down.close();
                again(answer);
            } else {
                fail("the camera answers HTTP with " + answer.status() + "; it may have no tunnel, or another path");
            }
        }

        private void again(Response answer) {
            var verdict = authorization.refused(answer.headers().all("WWW-Authenticate"), downTries++);
            if (verdict != Authorization.Verdict.AGAIN) {
                fail(Refusal.sentence(verdict, authorization.offered()));
                return;
            }
            try {
                down = connector.connect(new Down());
            } catch (IOException e) {
                fail(TcpStream.reason(e, false));
            }
        }

        @Override
        public void onClosed(String reason) {
            fail(reason);
        }
    }

    private void openUp() {
        upOpen = false;
        try {
            up = connector.connect(new Up());
        } catch (IOException e) {
            fail(TcpStream.reason(e, false));
        }
    }

    /** What we say; a camera answers only to refuse. */
    private final class Up implements Listener {
        private final HttpHead head = new HttpHead();

        @Override
        public void onOpen() {
            // any length does: the body ends with the connection
            up.write(request(
                    "POST",
                    new Field("Content-Type", TYPE),
                    new Field("Content-Length", "32767"),
                    new Field("Expires", "Sun, 9 Jan 1972 00:00:00 GMT")));
            upOpen = true;
            while (!waiting.isEmpty()) {
                up.write(waiting.remove());
            }
            if (!open) {
                open = true;
                listener.onOpen();
            }
        }

        @Override
        public boolean onBytes(ByteBuffer bytes) {
            head.read(bytes).ifPresent(answer -> {
                if (answer.status() == UNAUTHORIZED && !closed) {
                    refused(answer);
                }
            });
            bytes.position(bytes.limit());
            return true;
        }

        private void refused(Response answer) {
            up.close();
            var verdict = authorization.refused(answer.headers().all("WWW-Authenticate"), ++upTries);
            if (verdict == Authorization.Verdict.AGAIN) {
                openUp();
            } else {
                fail(Refusal.sentence(verdict, authorization.offered()));
            }
        }

        @Override
        public void onClosed(String reason) {
            if (upOpen) {
                upOpen = false;
                up = null;
            } else {
                fail(reason);
            }
        }
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        if (closed) {
            return false;
        }
        var text = ByteBuffer.wrap(Base64.getEncoder().encode(bytes.slice()).array());
        bytes.position(bytes.limit());
        if (upOpen) {
            return up.write(text);
        }
        if (up == null) {
            openUp();
        }
        return waiting.size() < WAITING && waiting.add(text);
    }

    private void fail(String reason) {
        if (!closed) {
            close();
            listener.onClosed(reason);
        }
    }

    @Override
    public void close() {
        closed = true;
        down.close();
        if (up != null) {
            up.close();
        }
    }
}
