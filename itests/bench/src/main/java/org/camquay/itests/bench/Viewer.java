// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.camquay.api.ice.IceAgent;
import org.camquay.api.ice.IceCandidate;
import org.camquay.api.ice.IceConfig;
import org.camquay.api.ice.IceException;
import org.camquay.api.ice.IceGatheringState;
import org.camquay.api.ice.IceListener;
import org.camquay.api.ice.IceParameters;
import org.camquay.api.ice.IceRole;
import org.camquay.api.ice.IceTransportPolicy;
import org.camquay.api.ice.IceTransportState;
import org.camquay.api.net.EventLoop;
import org.camquay.dtls.DtlsListener;
import org.camquay.dtls.DtlsParameters;
import org.camquay.dtls.DtlsRole;
import org.camquay.dtls.DtlsTransport;
import org.camquay.dtls.Fingerprint;
import org.camquay.dtls.srtp.SrtpKeys;
import org.camquay.ice.MediaSockets;
import org.camquay.sdp.Sdp;
import org.camquay.sdp.Setup;

/** One viewer with real ICE, DTLS and SRTP who looks at no picture. Thread: any; what is inside lives on one loop. */
final class Viewer implements IceListener, DtlsListener, AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Receivers receivers;
    private final Signaling signaling;
    private final EventLoop loop;
    private final MediaSockets sockets;
    private final IceAgent ice;
    private final Reception reception;
    private final List<String> candidates = new ArrayList<>();
    private final CompletableFuture<Void> gathered = new CompletableFuture<>();
    private final CompletableFuture<Void> path = new CompletableFuture<>();
    private final Stall stall;
    private LocalDescription local;
    private volatile ReceiverPort port;
    private volatile DtlsTransport dtls;
    private volatile boolean closed;
    private volatile boolean stalled;
    private volatile String failure = "";

    /** @param address where to receive: an IPv4 address of this machine that the server can reach */
    Viewer(Receivers receivers, Signaling signaling, String address) {
        this(receivers, signaling, address, Stall.NONE);
    }

    Viewer(Receivers receivers, Signaling signaling, String address, Stall stall) {
        this.stall = stall;
        this.receivers = receivers;
        this.signaling = signaling;
        signaling.comeFrom(address);
        loop = receivers.sockets().nextLoop();
        reception = new Reception(receivers.decryptsAll(), packet -> send(packet));
        sockets = Receivers.mediaSockets(
                local -> {
                    port = receivers.sockets().open(loop, local, reception::onMedia);
                    return port;
                },
                address);
        ice = Receivers.agents(sockets).create(loop, new IceConfig("bench", List.of(), IceTransportPolicy.ALL), this);
    }

    Reception reception() {
        return reception;
    }

    /** Joins; returns when the server has answered, while ICE and DTLS go on. */
    void join() throws IOException {
        prepare();
        connect();
    }

    /** All that comes before the server is asked. */
    void prepare() throws IOException {
        loop.execute(ice::gather);
        await(gathered, "gathering");
        signaling.prepare();
        local = await(CompletableFuture.supplyAsync(this::describe, loop), "our description");
    }

    /** Asks; returns when the server has answered. */
    void connect() throws IOException {
        reception.begin();
        var remote = signaling.connect(local);
        loop.execute(() -> connect(remote));
    }

    /** Waits for the first complete key frame. */
    void awaitKeyFrame() throws IOException {
        await(reception.keyFrame(), "a key frame; ICE: " + ice.diagnosis() + "; " + failure);
    }

    /** Done when ICE has found a way. */
    CompletableFuture<Void> path() {
        return path;
    }

    /** Waits for the first packet, but not for long. */
    boolean hasPacketWithin(long millis) {
        try {
            reception.firstPacket().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes nothing out of its socket any more, and says nothing. */
    void stall() {
        stalled = true;
        port.stall();
    }

    /** To be called before {@link #beginWindow}. */
    void prepareWindow() throws IOException {
        await(CompletableFuture.runAsync(reception::prepareWindow, loop), "memory for the figures");
    }

    /** Begins to count anew. */
    void beginWindow() {
        loop.execute(reception::beginWindow);
    }

    /** Ends a part of what is counted. */
    void mark() {
        loop.execute(reception::mark);
    }

    /** What came since; stops counting. */
    Window endWindow() throws IOException {
        return await(CompletableFuture.supplyAsync(reception::endWindow, loop), "the figures");
    }

    private LocalDescription describe() {
        return new LocalDescription(
                ice.localParameters(),
                List.copyOf(candidates),
                receivers.certificate().fingerprint().toString(),
                stall.setup());
    }

    private void connect(Sdp remote) {
        var section = remote.media().get(0);
        var transport = section.transport();
        boolean client = transport.setup().orElse(Setup.PASSIVE) != Setup.ACTIVE;
        var fingerprints = transport.fingerprints().stream()
                .flatMap(f -> Fingerprint.parse(f.toString()).stream())
                .toList();
        reception.agree(Format.of(section));
        dtls = new DtlsTransport(
                receivers.certificate(),
                DtlsParameters.of(client ? DtlsRole.CLIENT : DtlsRole.SERVER, fingerprints),
                receivers.handshakes(),
                (task, delay) -> loop.schedule(task, delay.toNanos())::cancel,
                this);
        ice.setRemoteParameters(new IceParameters(transport.iceUfrag(), transport.icePwd()));
        ice.start(IceRole.CONTROLLING);
        section.candidates().forEach(this::addCandidate);
        addCandidate("");
    }

    private void addCandidate(String attribute) {
        try {
            ice.addRemoteCandidate(new IceCandidate(attribute, null, 0, null));
        } catch (IceException e) {
            failure = e.getMessage();
        }
    }

    @Override
    public void onCandidate(IceCandidate candidate) {
        if (!candidate.isEnd()) {
            candidates.add(candidate.candidate());
        }
    }

    @Override
    public void onGatheringState(IceGatheringState state) {
        if (state == IceGatheringState.COMPLETE) {
            gathered.complete(null);
        }
    }

    @Override
    public void onState(IceTransportState state) {
        if (state == IceTransportState.FAILED) {
            failure = ice.diagnosis();
        } else if (dtls != null && (state == IceTransportState.CONNECTED || state == IceTransportState.COMPLETED)) {
            path.complete(null);
            if (stall.speaks()) {
                dtls.start();
            }
        }
    }

    /** DTLS only: media does not come this way. */
    @Override
    public void onPacket(ByteBuffer packet) {
        byte[] datagram = new byte[packet.remaining()];
        packet.get(datagram);
        if (dtls != null && stall.listens()) {
            dtls.receive(datagram, 0, datagram.length);
        }
    }

    @Override
    public void onOutgoingDatagram(byte[] datagram) {
        loop.execute(() -> ice.send(ByteBuffer.wrap(stall.cut(datagram))));
    }

    @Override
    public void onConnected(SrtpKeys keys) {
        loop.execute(() -> {
            reception.secure(keys);
            tick(System.nanoTime());
        });
    }

    /** At times of its own, as no two viewers on a network report together. */
    private void tick(long due) {
        if (!closed) {
            if (!stalled) {
                reception.tick();
            }
            long next = due + Feedback.INTERVAL_NANOS;
            loop.schedule(() -> tick(next), next - System.nanoTime());
        }
    }

    private void send(ByteBuffer packet) {
        ice.send(packet);
    }

    @Override
    public void onFailed(String reason) {
        failure = "DTLS: " + reason;
    }

    @Override
    public void onClosed() {
        failure = "the server has closed DTLS";
    }

    /** One sentence, empty when nothing went wrong. */
    String failure() {
        return failure;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            signaling.close();
        } catch (IOException e) {
            failure = e.getMessage();
        }
        if (dtls != null) {
            dtls.close();
        }
        var ended = CompletableFuture.runAsync(ice::close, loop);
        try {
            await(ended, "the end");
        } catch (IOException e) {
            failure = e.getMessage();
        }
        sockets.close();
    }

    private static <T> T await(CompletableFuture<T> future, String what) throws IOException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(what, e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("waited " + PATIENCE_SECONDS + " s for " + what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
