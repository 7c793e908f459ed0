// SPDX-License-Identifier: Apache-2.0
package org.camquay.signaling.onvif;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.camquay.onvif.OnvifMethod;

/**
 * A client's WebSocket that makes one handshake and no more: the JDK's own makes another one by itself when the server closes the
 * connection before it answers. Hands on what comes when it is asked for, as the JDK's does. Thread: any.
 */
final class DialedSocket implements WebSocket, Wire.Owner, Frames.Reader {
    private static final int MAX_REASON = 123;
    private static final int NO_STATUS = 1005;

    private final IoLoop loop;
    private final URI url;
    private final String token;
    private final Listener listener;
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private volatile boolean outputClosed;
    private volatile boolean inputClosed;

    // loop only
    private final Handshake handshake = new Handshake();
    private final Frames frames = new Frames();
    private Iterator<InetAddress> addresses;
    private Supplier<Wire> wires;
    private Wire wire;
    private ByteBuffer head = ByteBuffer.allocate(0);
    private long demand;
    private boolean pongUnsent;
    private boolean failed;

    DialedSocket(IoLoop loop, URI url, String token, Listener listener) {
        this.loop = loop;
        this.url = url;
        this.token = token;
        this.listener = listener;
    }

    /** This, once the handshake is done; or why it failed. */
    CompletableFuture<WebSocket> opened() {
        return opened;
    }

    /**
     * Dials the first address that takes a TCP connection. On the loop.
     *
     * @param newWire makes a wire whose owner is this
     */
    void connect(Iterator<InetAddress> candidates, Supplier<Wire> newWire) {
        addresses = candidates;
        wires = newWire;
        next();
    }

    private void next() {
        if (!failed) {
            wire = wires.get();
            wire.connect(addresses.next(), url.getPort() > 0 ? url.getPort() : isSecure(url) ? 443 : 80);
        }
    }

    static boolean isSecure(URI url) {
        return url.getScheme().equalsIgnoreCase("wss");
    }

    /** Fails if it is not open by now. */
    void giveUp() {
        onLoop(() -> {
            if (!opened.isDone()) {
                fail(new SocketTimeoutException("no answer"));
            }
        });
    }

    /** Fails. */
    void fail(Throwable why) {
        if (failed) {
            return;
        }
        failed = true;
        inputClosed = true;
        outputClosed = true;
        if (wire != null) {
            wire.abort();
        }
        if (!opened.completeExceptionally(why)) {
            listener.onError(this, why);
        }
    }

    @Override
    public void onConnected() {
        try {
            wire.send(handshake.request(url, token), () -> {});
        } catch (IllegalArgumentException e) {
            fail(e);
        }
    }

    @Override
    public void onOctets(ByteBuffer octets) {
        if (inputClosed) {
            return;
        }
        try {
            if (opened.isDone()) {
                frames.add(octets);
            } else {
                answer(octets);
            }
            pump();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void answer(ByteBuffer octets) throws IOException {
        head = ByteBuffer.allocate(head.remaining() + octets.remaining())
                .put(head)
                .put(octets)
                .flip();
        int length = Handshake.end(head);
        if (length > Handshake.MAX_HEAD || length < 0 && head.remaining() > Handshake.MAX_HEAD) {
            throw new IOException("no signaling server answers there");
        } else if (length >= 0) {
            handshake.check(new String(head.array(), 0, length, StandardCharsets.ISO_8859_1));
            frames.add(head.position(length));
            head = ByteBuffer.allocate(0);
            listener.onOpen(this);
            opened.complete(this);
        }
    }

    @Override
    public void onBroken(IOException why) {
        if (!opened.isDone() && !wire.isEstablished() && addresses.hasNext()) {
            next();
        } else {
            fail(why);
        }
    }

    /** Hands on as much as was asked for; the rest stays with the server. */
    private void pump() throws IOException {
        while (demand > 0 && !inputClosed && frames.next(this)) {}
        wire.pause(opened.isDone() && demand == 0);
    }

    @Override
    public void onText(String part, boolean last) {
        demand--;
        listener.onText(this, part, last);
    }

    @Override
    public void onBinary(boolean last) {
        demand--;
        listener.onBinary(this, ByteBuffer.allocate(0), last);
    }

    @Override
    public void onControl(int opcode, ByteBuffer payload) {
        demand--;
        if (opcode == Frames.PING) {
            // A server that pings and does not read gets no second pong before the first.
            if (!pongUnsent && !outputClosed) {
                pongUnsent = true;
                var octets = new byte[payload.remaining()];
                payload.duplicate().get(octets);
                wire.send(Frames.frame(Frames.PONG, octets), () -> pongUnsent = false);
            }
            listener.onPing(this, payload);
        } else if (opcode == Frames.PONG) {
            listener.onPong(this, payload);
        } else {
            inputClosed = true;
            int status = payload.remaining() < 2 ? NO_STATUS : payload.getShort() & 0xffff;
            var reason = StandardCharsets.UTF_8.decode(payload).toString();
            if (!outputClosed) {
                outputClosed = true;
                wire.send(Frames.frame(Frames.CLOSE, status == NO_STATUS ? new byte[0] : status(status)), () -> {});
            }
            wire.close();
            failed = true; // nothing more to be told
            listener.onClose(this, status, reason);
        }
    }

    private static byte[] status(int status) {
        return new byte[] {(byte) (status >> 8), (byte) status};
    }

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
        if (!last) {
            throw new UnsupportedOperationException("whole messages only");
        }
        return send(Frames.TEXT, data.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
        throw new UnsupportedOperationException("ONVIF has text only");
    }

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
        return send(Frames.PING, octets(message));
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
        return send(Frames.PONG, octets(message));
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
        var words = reason.getBytes(StandardCharsets.UTF_8);
        var payload = Arrays.copyOf(status(statusCode), 2 + Math.min(words.length, MAX_REASON));
        System.arraycopy(words, 0, payload, 2, payload.length - 2);
        var sent = send(Frames.CLOSE, payload);
        outputClosed = true;
        return sent;
    }

    private static byte[] octets(ByteBuffer buffer) {
        var octets = new byte[buffer.remaining()];
        buffer.get(octets);
        return octets;
    }

    private CompletableFuture<WebSocket> send(int opcode, byte[] payload) {
        var sent = new CompletableFuture<WebSocket>();
        if (outputClosed) {
            sent.completeExceptionally(new IOException("the connection is closed"));
        } else {
            onLoop(() -> wire.send(Frames.frame(opcode, payload), () -> sent.complete(this)));
        }
        return sent;
    }

    @Override
    public void request(long n) {
        onLoop(() -> {
            demand += n;
            try {
                pump();
            } catch (IOException e) {
                fail(e);
            }
        });
    }

    @Override
    public String getSubprotocol() {
        return OnvifMethod.SUB_PROTOCOL;
    }

    @Override
    public boolean isOutputClosed() {
        return outputClosed;
    }

    @Override
    public boolean isInputClosed() {
        return inputClosed;
    }

    @Override
    public void abort() {
        outputClosed = true;
        inputClosed = true;
        onLoop(() -> {
            failed = true;
            if (wire != null) {
                wire.abort();
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            outputClosed = true; // the backend is stopped, and its sockets with it
            inputClosed = true;
        }
    }
}
